-- Requests that were prepared, one after the other. Run as `wrk -s prepared.lua URL -- FILE METHOD [NAME VALUE]...`
-- Each line of FILE is the value of Authorization, a tab and the body; the rest are headers that all of them have.
local authorizations, bodies, count, at = {}, {}, 0, 0

function init(arguments)
  for line in io.lines(arguments[1]) do
    local tab = line:find("\t", 1, true)
    count = count + 1
    authorizations[count], bodies[count] = line:sub(1, tab - 1), line:sub(tab + 1)
  end
  wrk.method = arguments[2]
  for place = 3, #arguments, 2 do wrk.headers[arguments[place]] = arguments[place + 1] end
end

function request()
  at = at % count + 1
  wrk.headers["Authorization"] = authorizations[at]
  return wrk.format(nil, nil, nil, bodies[at])
end
