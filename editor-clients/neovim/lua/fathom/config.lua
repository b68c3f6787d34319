--- What the user set, with the defaults.
local M = {}

---@class fathom.Options
---@field cmd? string[] how the server starts; without it Fathom looks for one, see |fathom-server|
---@field filetypes string[] file types with completion
---@field root_markers string[] what marks the root of a workspace
---@field settings table settings of the server (docs/configuration.md)
---@field keys table<string, string> keys of insert mode, by action; none by default
---@field enabled boolean whether suggestions appear from the start
local defaults = {
  cmd = nil,
  filetypes = { 'cs' },
  root_markers = { '.git' },
  settings = {},
  keys = {},
  enabled = true,
}

local types = { cmd = 'table', filetypes = 'table', root_markers = 'table', settings = 'table', keys = 'table', enabled = 'boolean' }

--- Actions that a key can be bound to.
M.actions = { 'accept', 'accept_word', 'accept_line', 'next', 'previous', 'dismiss', 'trigger' }

---@type fathom.Options
M.options = vim.deepcopy(defaults)

--- Takes the user's options; raises one sentence when one of them cannot be used.
---@param given? table
function M.take(given)
  for name, value in pairs(given or {}) do
    if not types[name] then
      error(("fathom: there is no option '%s'; the options are %s"):format(name, table.concat(vim.fn.sort(vim.tbl_keys(types)), ', ')), 0)
    elseif type(value) ~= types[name] then
      error(("fathom: the option '%s' takes a %s, not a %s"):format(name, types[name], type(value)), 0)
    end
  end
  for action in pairs(given and given.keys or {}) do
    if not vim.tbl_contains(M.actions, action) then
      error(("fathom: no key can be bound to '%s'; the actions are %s"):format(action, table.concat(M.actions, ', ')), 0)
    end
  end
  M.options = vim.tbl_extend('force', vim.deepcopy(defaults), given or {})
end

return M
