-- Refresh tokens, each used once: what an answer brings is used later on. The file has the lines of prepared.lua; what
-- is left is written back for the next run. What was under way at the end is lost: each connection costs one token.
waiting = {}
file = ""
local authorization
local form = "grant_type=refresh_token&refresh_token="

function setup(thread)
  running = thread
end

function init(arguments)
  file = arguments[1]
  for line in io.lines(file) do
    local tab = line:find("\t", 1, true)
    authorization = line:sub(1, tab - 1)
    waiting[#waiting + 1] = line:sub(tab + 1 + #form)
  end
  wrk.method = arguments[2]
  for place = 3, #arguments, 2 do wrk.headers[arguments[place]] = arguments[place + 1] end
  wrk.headers["Authorization"] = authorization
  prefix = authorization .. "\t" .. form
end

function request()
  return wrk.format(nil, nil, nil, form .. table.remove(waiting, 1))
end

function response(status, headers, body)
  -- the bound issues none; any word will do there
  waiting[#waiting + 1] = body:match('"refresh_token": ?"([^"]+)"') or "x"
end

function done()
  local prefix, out = running:get("prefix"), io.open(running:get("file"), "w")
  for _, token in ipairs(running:get("waiting")) do out:write(prefix, token, "\n") end
  out:close()
end
