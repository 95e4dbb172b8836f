-- wrk's requests to the stub of library.yaml (none with HEAD, whose answers wrk cannot read): sound and broken ones, drawn from the seed that wrk is given, each now and then
-- with something that nobody asked before, so that whatever is kept of it shows in the memory. Prints what came of them.
local threads = {}

function setup(thread) table.insert(threads, thread) end

function init(args)
  math.randomseed(tonumber(args[1]) or 1)
  statuses = ""
  count = {}
  number, answered = 0, 0
end

local json = {["Content-Type"] = "application/json"}

local function any_id() return string.format("bk-%04d", math.random(1000, 9999)) end

local kinds = {
  function() return "GET", "/books/bk-1001" end,
  function() return "GET", "/books/" .. any_id() end,
  function() return "GET", "/books?limit=" .. math.random(1, 20) end,
  function() return "POST", "/books", json, string.format('{"title":"Volume %d"}', number) end,
  function() return "POST", "/books", json, string.format('{"name":"Volume %d"}', number) end,
  function() return "PUT", "/books/" .. any_id(), json, string.format('{"title":"Volume %d","genre":"novel"}', number) end,
  function() return "DELETE", "/books/" .. any_id() end,
  function() return "GET", "/shelves/" .. number end,
  function() return "GET", "/books/" .. any_id(), {["Prefer"] = "dynamic=true"} end,
  function() return "GET", "/books/" .. any_id(), {["Prefer"] = "code=200", ["Accept"] = "application/json;q=0.9, text/x-" .. number} end,
  function() return "GET", "/books?__example=none-" .. number end,
}

function request()
  number = number + 1
  local method, path, headers, body = kinds[math.random(#kinds)]()
  return wrk.format(method, path, headers or {}, body)
end

function response(status)
  count[status] = (count[status] or 0) + 1
  answered = answered + 1
  if answered % 500 == 0 then
    statuses = ""
    for code, times in pairs(count) do statuses = statuses .. code .. "=" .. times .. " " end
  end
end

function done(summary)
  for _, thread in ipairs(threads) do print("statuses " .. thread:get("statuses")) end
  print("answered " .. summary.requests)
  local errors = summary.errors
  print("broken " .. errors.connect + errors.read + errors.write + errors.timeout)
end
