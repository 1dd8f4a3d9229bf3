"""What some consumers of the demo base may use beyond the usual grants."""

from collections.abc import Mapping

from fracttal_console.domain.consumer_switches import Demand, SwitchChange

SWITCHES: Mapping[str, SwitchChange] = {
    "Tablero Planta Norte": SwitchChange(device=True),
    "Calibra Laboratorio": SwitchChange(par=Demand.REQUIRED, dpop=Demand.REQUIRED),
    "Relatórios BI Nordeste": SwitchChange(par=Demand.ALLOWED),
    "Respaldo Nocturno": SwitchChange(dpop=Demand.ALLOWED),
}
