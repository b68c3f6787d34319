--- The suggestions that Fathom draws itself, of which one is on the screen as ghost text.
--- Before Neovim 0.12 these are all; since then, those that were asked for by a key and the rest of one that was taken in parts.
local Suggestion = require('fathom.suggestion')

local M = {}

local namespace = vim.api.nvim_create_namespace('fathom')

---@type { suggestions: fathom.Suggestion[], index: integer, complete: boolean, numbered: boolean, tick: integer, cursor: integer[] }?
local shown

---@type integer? the buffer that is drawn in
local drawn

local function expanded(text)
  return (text:gsub('\t', (' '):rep(vim.bo.tabstop)))
end

---@param rest fathom.Rest
---@param number? string
local function draw(rest, number)
  drawn = vim.api.nvim_get_current_buf()
  local lines = vim.split(expanded(rest.text), '\n', { plain = true })
  local below = {}
  for index = 2, #lines do
    below[#below + 1] = { { lines[index], 'FathomSuggestion' } }
  end
  local hint = number and { number, 'FathomIndex' } or nil
  if hint and #below > 0 then
    table.insert(below[#below], hint)
    hint = nil
  end

  local pieces = Suggestion.pieces(rest)
  if pieces then
    for _, piece in ipairs(pieces) do
      vim.api.nvim_buf_set_extmark(0, namespace, rest.row, rest.column + piece.offset, {
        virt_text = { { expanded(piece.text), 'FathomSuggestion' } }, virt_text_pos = 'inline',
      })
    end
  else
    -- What stands right of the cursor moves to a later line; here it is covered.
    local cover = (' '):rep(math.max(0, vim.fn.strdisplaywidth(rest.right) - vim.fn.strdisplaywidth(lines[1])))
    vim.api.nvim_buf_set_extmark(0, namespace, rest.row, rest.column, {
      virt_text = { { lines[1] .. cover, 'FathomSuggestion' } }, virt_text_pos = 'overlay',
    })
  end
  if #below > 0 then
    vim.api.nvim_buf_set_extmark(0, namespace, rest.row, rest.column, { virt_lines = below })
  end
  if hint then
    vim.api.nvim_buf_set_extmark(0, namespace, rest.row, rest.column + #rest.right, { virt_text = { hint }, virt_text_pos = 'inline' })
  end
end

local function undraw()
  if drawn and vim.api.nvim_buf_is_loaded(drawn) then
    vim.api.nvim_buf_clear_namespace(drawn, namespace, 0, -1)
  end
  drawn = nil
end

--- Takes everything off the screen.
function M.clear()
  if shown then
    shown = nil
    undraw()
  end
end

--- The suggestion on the screen and what is left of it at the cursor.
---@return fathom.Suggestion?, fathom.Rest?
function M.current()
  if not shown then
    return nil
  end
  local suggestion = shown.suggestions[shown.index]
  local rest = suggestion:rest()
  if rest then
    return suggestion, rest
  end
end

--- Draws what is left after a change of text or cursor; clears what no longer fits.
---@return boolean whether something is on the screen
function M.refresh()
  if not shown then
    return false
  end
  local _, rest = M.current()
  if not rest then
    M.clear()
    return false
  end
  undraw()
  local count = #shown.suggestions
  draw(rest, shown.numbered and count > 1 and (' (%d/%d)'):format(shown.index, count) or nil)
  return true
end

--- Shows the first of these that fits.
---@param suggestions fathom.Suggestion[]
---@param complete boolean whether the server was asked for all that it has
function M.show(suggestions, complete)
  M.clear()
  local fitting = vim.tbl_filter(function(suggestion)
    return suggestion:rest() ~= nil
  end, suggestions)
  if #fitting > 0 then
    shown = { suggestions = fitting, index = 1, complete = complete, numbered = false, tick = vim.b.changedtick, cursor = vim.api.nvim_win_get_cursor(0) }
    M.refresh()
  end
end

--- Whether the list holds all that the server has for this place.
function M.is_complete()
  return shown ~= nil and shown.complete
end

--- Whether the user has done nothing since the list, all that the server has, came.
function M.is_fresh()
  return shown ~= nil and shown.complete and shown.tick == vim.b.changedtick and vim.deep_equal(shown.cursor, vim.api.nvim_win_get_cursor(0))
end

--- Moves on in the list, round its end.
---@param by integer
function M.cycle(by)
  if shown then
    shown.index = (shown.index - 1 + by) % #shown.suggestions + 1
    shown.numbered = true
    M.refresh()
  end
end

return M
