-- Sends bodies of a file in turn: each is its length in decimal, a line feed, the bytes. Prints one line of JSON at the end.
local path, first = nil, 0
local bodies, at = {}, 0

function init(args)
  path, first = args[1], tonumber(args[2])
  local file = assert(io.open(path, 'rb'))
  while true do
    local length = file:read('*l')
    if length == nil then break end
    bodies[#bodies + 1] = wrk.format('POST', '/scan', { ['Content-Type'] = 'application/x-www-form-urlencoded' }, file:read(tonumber(length)))
  end
  file:close()
  at = first % #bodies
end

function request()
  at = at % #bodies + 1
  return bodies[at]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('\n{"requests":%d,"refused":%d,"broken":%d,"us":%d,"p50":%.1f,"p99":%.1f,"bytes":%d}\n',
    summary.requests, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    summary.duration, latency:percentile(50), latency:percentile(99), summary.bytes))
end
