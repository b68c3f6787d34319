--- A suggestion for a place in a buffer, and what is left of it while the user types on.
--- It replaces the part of one line from `start` up to `kept`, the text that stood right of the replaced part when the server was asked.
--- Holding on to that text instead of a column is what keeps the place right after more was typed.

---@class fathom.Suggestion
---@field bufnr integer
---@field row integer line, from 0
---@field start integer byte column where the replaced part begins
---@field kept string end of the line that stays as it is
---@field text string what the replaced part becomes
---@field client_id integer
---@field command? lsp.Command what the server wants to hear once the user took it
local Suggestion = {}
Suggestion.__index = Suggestion

---@class fathom.Rest what is left to insert at the cursor
---@field row integer
---@field column integer byte column of the cursor
---@field text string
---@field right string text between the cursor and the end of the replaced part, which is in `text` too

--- Byte column of an LSP character in a line.
---@param line string
---@param character integer
---@param encoding string
---@return integer
local function byte_column(line, character, encoding)
  if encoding == 'utf-8' then
    return math.min(character, #line)
  end
  if vim.fn.has('nvim-0.11') == 1 then
    return vim.str_byteindex(line, encoding, character, false)
  end
  local found, column = pcall(vim.str_byteindex, line, character, encoding == 'utf-16')
  return found and column or #line
end

---@param fields table
---@return fathom.Suggestion
function Suggestion.new(fields)
  return setmetatable(fields, Suggestion)
end

--- From an item of an answer; nil where the item is a snippet, which no server of ours sends.
---@param item lsp.InlineCompletionItem
---@param client vim.lsp.Client
---@param bufnr integer
---@param asked { row: integer, column: integer, line: string } the cursor and its line when the server was asked
---@return fathom.Suggestion?
function Suggestion.of_item(item, client, bufnr, asked)
  if type(item.insertText) ~= 'string' then
    return nil
  end
  local start, stop = asked.column, asked.column
  if item.range then
    start = byte_column(asked.line, item.range.start.character, client.offset_encoding)
    stop = byte_column(asked.line, item.range['end'].character, client.offset_encoding)
  end
  return Suggestion.new({
    bufnr = bufnr,
    row = item.range and item.range.start.line or asked.row,
    start = start,
    kept = asked.line:sub(stop + 1),
    text = item.insertText,
    client_id = client.id,
    command = item.command,
  })
end

--- Matches `right` as a subsequence of `text`, from behind: closing brackets belong to the last ones of the text.
---@return integer[]? places where each byte of `right` stands in `text`, in order; nil where it does not
local function places(text, right)
  local found, at = {}, #text
  for index = #right, 1, -1 do
    local byte = right:byte(index)
    while at > 0 and text:byte(at) ~= byte do
      at = at - 1
    end
    if at == 0 then
      return nil
    end
    found[index] = at
    at = at - 1
  end
  return found
end

--- What is left at the cursor; nil where the suggestion does not fit what stands there (any more).
---@return fathom.Rest?
function Suggestion:rest()
  if vim.api.nvim_get_current_buf() ~= self.bufnr then
    return nil
  end
  local cursor = vim.api.nvim_win_get_cursor(0)
  local row, column = cursor[1] - 1, cursor[2]
  if row ~= self.row or column < self.start then
    return nil
  end
  local line = vim.api.nvim_get_current_line()
  local stop = #line - #self.kept
  local typed = line:sub(self.start + 1, column)
  if stop < column or line:sub(stop + 1) ~= self.kept or not vim.startswith(self.text, typed) then
    return nil
  end
  local text, right = self.text:sub(#typed + 1), line:sub(column + 1, stop)
  if text == '' or text == right or not places(text, right) then
    return nil
  end
  return { row = row, column = column, text = text, right = right }
end

--- The first line of a rest in pieces, each with the byte of `right` that it stands before (from 0); nil where `right` is not in the first line.
---@param rest fathom.Rest
---@return { offset: integer, text: string }[]?
function Suggestion.pieces(rest)
  local first = rest.text:match('^[^\n]*')
  local found = places(first, rest.right)
  if not found then
    return nil
  end
  local pieces, from = {}, 1
  for index, at in ipairs(found) do
    if at > from then
      pieces[#pieces + 1] = { offset = index - 1, text = first:sub(from, at - 1) }
    end
    from = at + 1
  end
  if from <= #first then
    pieces[#pieces + 1] = { offset = #rest.right, text = first:sub(from) }
  end
  return pieces
end

--- The next word of a rest with the white space before it, or the next run of signs.
---@param text string
---@return string
function Suggestion.word(text)
  return text:match('^%s*[%w_\128-\255]+') or text:match('^%s*[^%w_%s\128-\255]+') or text
end

--- The next line of a rest: up to the end of this line, or the whole of the next one when this one is done.
---@param text string
---@return string
function Suggestion.line(text)
  return text:match('^\n*[^\n]+') or text
end

--- Bytes of `right` that a part of the text replaces: as few as leave the others where they are.
local function replaced(part, text, right)
  local after = text:sub(#part + 1)
  for count = 0, #right do
    if places(after, right:sub(count + 1)) then
      return count
    end
  end
  return #right
end

--- Puts the beginning of the rest into the buffer, the cursor behind it; what is left of the suggestion moves along.
---@param rest fathom.Rest
---@param part string a beginning of `rest.text`
function Suggestion:insert(rest, part)
  local lines = vim.split(part, '\n', { plain = true })
  local stop = rest.column + replaced(part, rest.text, rest.right)
  -- Undo takes the suggestion back and leaves what was typed before it.
  vim.go.undolevels = vim.go.undolevels
  vim.api.nvim_buf_set_text(self.bufnr, rest.row, rest.column, rest.row, stop, lines)
  local column = #lines[#lines] + (#lines == 1 and rest.column or 0)
  vim.api.nvim_win_set_cursor(0, { rest.row + #lines, column })
  vim.go.undolevels = vim.go.undolevels
  if #lines > 1 then
    self.row, self.start = rest.row + #lines - 1, 0
    self.text = lines[#lines] .. rest.text:sub(#part + 1)
  end
end

return Suggestion
