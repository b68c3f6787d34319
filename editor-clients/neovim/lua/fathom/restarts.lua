--- When a server that crashed is started again: after 1, 2, 4, 8 and 16 seconds, and then no more.
--- One that ran for five minutes has recovered; its next crash counts as the first. The server of each root of a workspace is counted by itself.
local M = {}

local delays = { 1, 2, 4, 8, 16 }
local recovered_ms = 5 * 60 * 1000

---@class fathom.Life what became of the server of a root
---@field crashes integer
---@field started_at number math.huge while none has started
---@field timer? uv.uv_timer_t
---@field reason? string why there is no server

---@type table<string, fathom.Life> by root
local lives = {}

---@param root? string
---@return fathom.Life
local function life_of(root)
  local key = root or ''
  lives[key] = lives[key] or { crashes = 0, started_at = math.huge }
  return lives[key]
end

---@param life fathom.Life
local function stop_timer(life)
  if life.timer and not life.timer:is_closing() then
    life.timer:stop()
    life.timer:close()
  end
  life.timer = nil
end

--- A server runs.
---@param root? string
function M.started(root)
  local life = life_of(root)
  stop_timer(life)
  life.started_at, life.reason = vim.uv.now(), nil
end

--- What was before does not count.
function M.forget()
  vim.iter(vim.tbl_values(lives)):each(stop_timer)
  lives = {}
end

--- A server ended that should not have.
---@param root? string
---@param start fun() starts it again
---@return boolean whether that will be done
function M.crashed(root, start)
  local life = life_of(root)
  if vim.uv.now() - life.started_at >= recovered_ms then
    life.crashes = 0
  end
  life.crashes, life.started_at = life.crashes + 1, math.huge
  stop_timer(life)
  if M.stays_down(root) then
    life.reason = "the server ended again and again, and stays down; ':Fathom log' may say why, ':Fathom restart' tries once more"
    return false
  end
  local delay = delays[life.crashes]
  life.reason = ('the server ended; it starts again after %d s'):format(delay)
  life.timer = vim.defer_fn(function()
    life.timer = nil
    start()
  end, delay * 1000)
  return true
end

--- Whether the server ended too often to be started again.
---@param root? string
---@return boolean
function M.stays_down(root)
  return life_of(root).crashes > #delays
end

--- Why servers are missing, of every root.
---@return string[]
function M.reasons()
  local reasons = {}
  for root, life in vim.spairs(lives) do
    if life.reason then
      reasons[#reasons + 1] = (root == '' and '' or root .. ': ') .. life.reason
    end
  end
  return reasons
end

--- Why there is no server, while a crash is the cause.
---@param root? string
---@return string?
function M.reason(root)
  return life_of(root).reason
end

return M
