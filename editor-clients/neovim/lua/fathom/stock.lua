--- Neovim's own client for inline completion (0.12): it asks and draws. This adds what it lacks.
---   * Its item has the range of the answer. What was typed since then stayed behind the inserted text when one was quick to accept.
---     The line is remembered as it was when the server was asked, and the suggestion goes where it belongs.
---   * Between two answers it draws the rest of an item by counting characters. What does not fit what was typed is taken off the screen.
local ghost = require('fathom.ghost')
local requests = require('fathom.requests')
local Suggestion = require('fathom.suggestion')

local M = {}

local namespace = vim.api.nvim_create_namespace('nvim.lsp.inline_completion')

---@type table<integer, { row: integer, column: integer, line: string }> requests under way, by id
local asked = {}

---@type { row: integer, column: integer, line: string }[] of the requests that were answered last, newest first
local answered = {}

local remembered = 8

---@type { row: integer, line: string }? the item on the screen, as its first line would be
local expected

---@return { row: integer, column: integer, text: string }? the ghost text on the screen
local function mark()
  local found = vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, { details = true, limit = 1 })[1]
  if not found then
    return nil
  end
  local first = (found[4].virt_text or {})[1]
  return { row = found[2], column = found[3], text = first and first[1] or '' }
end

--- Takes ghost text off the screen that does not go on from what was typed.
local function repair()
  ghost.refresh()
  if not expected or not mark() then
    return
  end
  local place = requests.place()
  if place.row ~= expected.row or not vim.startswith(expected.line, place.line:sub(1, place.column)) then
    vim.api.nvim_buf_clear_namespace(0, namespace, 0, -1)
  end
end

--- An answer has come, and its item is drawn if it has one.
---@param place { row: integer, column: integer, line: string } of the request
local function arrived(place)
  table.insert(answered, 1, place)
  answered[remembered + 1] = nil
  local drawn = mark()
  if drawn and ghost.is_fresh() then
    -- What the user asked for by a key goes before what comes by itself.
    M.take()
  elseif drawn then
    local line = vim.api.nvim_buf_get_lines(0, drawn.row, drawn.row + 1, true)[1]
    expected = { row = drawn.row, line = line:sub(1, drawn.column) .. drawn.text }
    ghost.clear()
  elseif not ghost.is_fresh() and not M.manual() then
    ghost.clear()
  end
end

--- The place that an item answers: an answer may have been an error, which left the item of an earlier one.
---@param item vim.lsp.inline_completion.Item
---@return { row: integer, column: integer, line: string }?
local function place_of(item)
  local range = item.range
  for _, place in ipairs(answered) do
    if
      place.row == range.start_row and range.start_col <= place.column and place.column <= range.end_col and range.end_col <= #place.line
      and vim.startswith(item.insert_text, place.line:sub(range.start_col + 1, place.column))
    then
      return place
    end
  end
end

--- Whether the server answers nothing unless it is asked by a key.
function M.manual()
  return require('fathom.config').options.settings.trigger == 'manual'
end

---@param bufnr integer
---@param on boolean
function M.enable(bufnr, on)
  vim.lsp.inline_completion.enable(on, { bufnr = bufnr })
  local group = vim.api.nvim_create_augroup('fathom.stock.' .. bufnr, { clear = true })
  if not on then
    ghost.clear()
    return
  end
  vim.api.nvim_create_autocmd('LspRequest', {
    group = group,
    buffer = bufnr,
    callback = function(event)
      local id, request = event.data.request_id, event.data.request
      if request.method ~= requests.method or not requests.client(bufnr) or event.data.client_id ~= requests.client(bufnr).id then
        return
      end
      if request.type == 'pending' and vim.api.nvim_get_current_buf() == bufnr and not requests.is_sending() then
        asked[id] = requests.place()
      elseif request.type == 'complete' and asked[id] then
        local place = asked[id]
        asked[id] = nil
        vim.schedule(function()
          if vim.api.nvim_get_current_buf() == bufnr then
            arrived(place)
          end
        end)
      end
    end,
  })
  vim.api.nvim_create_autocmd({ 'CursorMovedI', 'TextChangedI', 'TextChangedP' }, { group = group, buffer = bufnr, callback = repair })
  local function left()
    requests.cancel()
    ghost.clear()
  end
  vim.api.nvim_create_autocmd({ 'InsertLeave', 'BufLeave' }, { group = group, buffer = bufnr, callback = left })
  -- <C-c> leaves insert mode without InsertLeave, and Neovim's own client heeds that one alone.
  vim.api.nvim_create_autocmd('ModeChanged', {
    group = group,
    pattern = 'i*:n*',
    callback = function()
      if vim.api.nvim_get_current_buf() == bufnr then
        left()
        vim.api.nvim_buf_clear_namespace(bufnr, namespace, 0, -1)
      end
    end,
  })
end

--- Takes the suggestion on the screen out of the stock client's hands, which forgets it.
---@return fathom.Suggestion?, fathom.Rest? nothing where none is shown, or it does not fit what stands there
function M.take()
  if not mark() then
    return nil
  end
  local item, done
  vim.lsp.inline_completion.get({
    on_accept = function(current)
      item = current
    end,
  })
  -- The callback is scheduled, and so is this, behind it: keys that follow must find the suggestion taken.
  vim.schedule(function()
    done = true
  end)
  vim.wait(1000, function()
    return done
  end, 1)
  local place = item and type(item.insert_text) == 'string' and item.range and place_of(item)
  if not place then
    return nil
  end
  local suggestion = Suggestion.new({
    bufnr = vim.api.nvim_get_current_buf(),
    row = item.range.start_row,
    start = item.range.start_col,
    kept = place.line:sub(item.range.end_col + 1),
    text = item.insert_text,
    client_id = item.client_id,
    command = item.command,
  })
  local rest = suggestion:rest()
  if rest then
    return suggestion, rest
  end
end

function M.is_visible()
  return mark() ~= nil
end

--- Ends the request of a key that is under way.
function M.stop()
  requests.cancel()
end

return M
