--- When a server that crashed is started again: after 1, 2, 4, 8 and 16 seconds, and then no more.
--- One that ran for five minutes has recovered; its next crash counts as the first.
local M = {}

local delays = { 1, 2, 4, 8, 16 }
local recovered_ms = 5 * 60 * 1000

local crashes = 0
local started_at = 0

---@type uv.uv_timer_t?
local timer

---@type string? why there is no server
local reason

local function stop_timer()
  if timer and not timer:is_closing() then
    timer:stop()
    timer:close()
  end
  timer = nil
end

--- A server runs.
function M.started()
  stop_timer()
  started_at = vim.uv.now()
  reason = nil
end

--- What was before does not count.
function M.forget()
  stop_timer()
  crashes, reason = 0, nil
end

--- A server ended that should not have.
---@param start fun() starts it again
---@return boolean whether that will be done
function M.crashed(start)
  if vim.uv.now() - started_at >= recovered_ms then
    crashes = 0
  end
  crashes = crashes + 1
  stop_timer()
  local delay = delays[crashes]
  if not delay then
    reason = "the server ended again and again, and stays down; ':Fathom log' may say why, ':Fathom restart' tries once more"
    return false
  end
  reason = ('the server ended; it starts again after %d s'):format(delay)
  timer = vim.defer_fn(function()
    timer = nil
    start()
  end, delay * 1000)
  return true
end

--- Why there is no server, while a crash is the cause.
---@return string?
function M.reason()
  return reason
end

return M
