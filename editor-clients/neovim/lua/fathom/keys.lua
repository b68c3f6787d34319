--- Keys of insert mode that do something of ours, and what they did before where there is nothing to do.
local M = {}

---@type table<string, table<string, any>> the mapping that a key had, by key
local before = {}

--- The mapping of a key in all buffers: one of a single buffer goes before ours by itself.
---@param key string
---@return table<string, any>?
local function mapping_of(key)
  local raw = vim.keycode(key)
  return vim.iter(vim.api.nvim_get_keymap('i')):find(function(mapping)
    return mapping.lhsraw == raw or mapping.lhsrawalt == raw
  end)
end

--- Keys that in insert mode would put a control character into the text, or leave insert mode, if nobody took them.
local function stays_silent(key)
  return key:match('^<[MmAaDdTt]%-') ~= nil or vim.tbl_contains({ '<c-b>', '<c-f>', '<c-l>', '<c-s>', '<c-z>' }, key:lower())
end

--- What a mapping types.
---@param mapping table<string, any>
---@return string
local function typed_by(mapping)
  local keys = mapping.rhs
  if mapping.expr == 1 then
    keys = (mapping.callback or function()
      return vim.api.nvim_eval(mapping.rhs)
    end)() or ''
  end
  return (mapping.expr == 0 or mapping.replace_keycodes == 1) and vim.keycode(keys) or keys
end

--- Does what the key did before.
---@param key string
local function pass_on(key)
  local mapping, itself = before[key], vim.keycode(key)
  if not mapping then
    if not stays_silent(key) then
      vim.fn.feedkeys(itself, 'ni')
    end
  elseif mapping.callback and mapping.expr == 0 then
    mapping.callback()
  else
    local keys = typed_by(mapping)
    -- As in any mapping, the key itself is not mapped once more at the beginning.
    local start = vim.startswith(keys, itself) and #itself or 0
    vim.fn.feedkeys(keys:sub(start + 1), mapping.noremap == 1 and 'ni' or 'mi')
    vim.fn.feedkeys(keys:sub(1, start), 'ni')
  end
end

---@param key string
---@param act fun(): boolean whether there was something to do
---@param description string
function M.bind(key, act, description)
  local mapping = mapping_of(key)
  if not mapping or not vim.startswith(mapping.desc or '', 'Fathom') then
    before[key] = mapping
  end
  vim.keymap.set('i', key, function()
    if not act() then
      pass_on(key)
    end
  end, { desc = description })
end

return M
