"""Invented people, applications and groups of the demo base."""

from dataclasses import dataclass

COMPANY = "Industrias Quillahue"
OPERATOR = ("Lucía Ferreyra", "lucia.ferreyra@quillahue.example")
SUPPORT = ("Renata Coutinho", "renata.coutinho@quillahue.example")

GROUPS: dict[str, tuple[tuple[str, ...], bool]] = {
    "Contractors": (("work_orders:view", "work_orders:add", "work_orders:edit", "work_orders:delete", "items:view",
                     "third_parties:view"), False),
    "Dashboards": (("items:view", "items:report", "work_orders:view", "work_orders:report", "meters:view",
                    "warehouses:view", "personnel:view"), True),
    "Meters": (("meters:view", "meters:add", "items:view"), False),
    "Warehouse": (("warehouses:view", "warehouses:add", "warehouses:edit", "inventories:view",
                   "inventories:add"), False),
    "Integrations": (("warehouses:view", "warehouses:edit", "inventories:view", "inventories:edit", "items:view",
                      "items:report", "third_parties:view", "personnel:view"), False),
    "Plant staff": (("work_orders:view", "work_orders:add", "work_orders:edit", "work_orders:delete", "items:view",
                     "items:add", "items:report", "meters:view", "meters:add", "warehouses:view", "warehouses:add",
                     "warehouses:edit", "inventories:view", "inventories:add", "third_parties:view", "personnel:view",
                     "work_orders:report"), False),
}  # fmt: skip
"""Permission groups: what each allows, and whether it only reads."""

EVERYBODY = "Plant staff"


@dataclass(frozen=True, slots=True)
class Application:
    """A consumer: what it is called, its group, whether it acts for people, how many of them, since how many days."""

    name: str
    group: str
    people: int
    days: int
    path: str
    public: bool = False
    disabled: bool = False


APPLICATIONS = (
    Application("Portal de Contratistas", "Contractors", 190, 420, "POST /api/work_orders/"),
    Application("Tablero Planta Norte", "Dashboards", 185, 300, "GET /api/items/"),
    Application("Lectura de Medidores", "Meters", 170, 330, "POST /api/meters/"),
    Application(
        "Integración ERP Altiplano — materiales y existencias", "Integrations", 120, 400, "PUT /api/inventories/"
    ),
    Application("Pañol Móvil", "Warehouse", 180, 260, "GET /api/warehouses/", public=True),
    Application("Relatórios BI Nordeste", "Dashboards", 150, 380, "GET /api/work_orders/"),
    Application("Calibra Laboratorio", "Contractors", 140, 410, "GET /api/items/"),
    Application("Torre de Control Logística", "Integrations", 130, 200, "GET /api/third_parties/"),
    Application("Asistente de Turnos", "Contractors", 125, 350, "GET /api/work_orders/", public=True),
    Application("Nómina Austral", "Integrations", 108, 395, "GET /api/personnel/", disabled=True),
    Application("Sincronizador de Inventarios", "Integrations", 0, 320, "PUT /api/inventories/"),
    Application("Respaldo Nocturno", "Dashboards", 0, 90, "GET /api/items/"),
)

API_KEYS: tuple[tuple[str, str, int, str], ...] = (
    ("Bodega central", "Warehouse", 240, "active"),
    ("Bodega Sur (en desuso)", "Warehouse", 390, "disabled"),
    ("Puente SCADA", "Meters", 120, "active"),
    ("Planilla de costos", "Dashboards", 310, "active"),
    ("Kiosco de recepción", "Contractors", 45, "active"),
    ("Migración 2025", "Integrations", 400, "revoked"),
)
"""API keys: name, group, age in days, state."""

FIRST_NAMES = (
    "Ximena", "Mateo", "Joaquín", "Thiago", "Beatriz", "Paloma", "Rodrigo", "Milena", "Fernanda", "Ignacio", "Camila",
    "Otávio", "Gonzalo", "Soledad", "Vicente", "Esteban", "Lorena", "Nicolás", "Inés", "Álvaro", "Úrsula", "Simón",
    "Valentina", "Emiliano", "Antonella", "Bruno", "Catalina", "Damián", "Eloísa", "Facundo", "Gabriela", "Hernán",
)  # fmt: skip
LAST_NAMES = (
    "Huenchullán", "Arancibia", "Olavarría", "Valadares", "Nakamura", "Zúñiga", "Tapiero", "Barreto", "Abreu",
    "Maturana", "Rebolledo", "Mendonça", "Iturriaga", "Antilef", "Larraguibel", "Quiñonero", "Catrileo", "Bahamonde",
    "Sepúlveda", "Echeverría", "Lagunas", "Peñaloza", "Ñancucheo", "Villarroel", "Oyarzún", "Coutinho", "Figueiredo",
)  # fmt: skip
ADDRESSES = ("190.98.14.27", "181.43.77.9", "10.20.4.18", "177.10.4.212", "201.6.120.88", "10.20.1.61", "45.71.8.3")
