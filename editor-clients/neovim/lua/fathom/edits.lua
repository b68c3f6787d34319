--- Edits of the whole repository: asked for, shown, and made when the user has agreed.
local preview = require('fathom.preview')
local requests = require('fathom.requests')
local view = require('fathom.view')
local workspace_edit = require('fathom.workspace_edit')

local M = {}

---@type { client?: vim.lsp.Client, id?: integer }? the request that is under way
local running

---@return string? uri
local function this_file()
  if requests.client() and vim.bo.buftype == '' and vim.api.nvim_buf_get_name(0) ~= '' then
    return vim.uri_from_bufnr(0)
  end
end

--- The server of this buffer, or where the buffer has none the only one: of several it cannot be said which repository is meant.
---@return vim.lsp.Client?
local function client()
  local here = requests.client()
  local all = vim.lsp.get_clients({ name = 'fathom' })
  if here or #all == 1 then
    return here or all[1]
  end
  view.tell(require('fathom.server').reason() or 'no server is ready here; open a file of the repository and wait a moment', vim.log.levels.WARN)
end

--- Where the user is. Keys that are meant for something else must not fall into a window that opens meanwhile.
local function whereabouts()
  return { vim.api.nvim_get_mode().mode, vim.api.nvim_get_current_win(), vim.api.nvim_get_current_buf(), vim.api.nvim_win_get_cursor(0) }
end

--- Runs as soon as a window can be opened, which the command-line window does not allow.
---@param show fun()
local function when_possible(show)
  if vim.fn.getcmdwintype() == '' then
    show()
  else
    vim.api.nvim_create_autocmd('CmdwinLeave', { once = true, callback = vim.schedule_wrap(show) })
  end
end

---@param err lsp.ResponseError
local function tell_failure(err)
  view.tell(err.message, vim.log.levels.ERROR)
end

---@param server vim.lsp.Client
---@param staged fathom.Staged
local function apply(server, staged)
  workspace_edit.agree()
  requests.execute(server, 'fathom.applyStaged', { staged.id }, function(err, result)
    if err then
      tell_failure(err)
    elseif result.applied then
      view.tell(("edited %s; ':wa' writes them"):format(preview.extent(staged)))
    else
      view.tell(type(result.failureReason) == 'string' and result.failureReason or 'nothing was edited', vim.log.levels.ERROR)
    end
  end)
end

---@param server vim.lsp.Client
---@param staged fathom.Staged
---@param from any[] where the user was when it was asked for
local function show(server, staged, from)
  local stayed = from[1] == 'n' and vim.deep_equal(from, whereabouts())
  preview.open(staged, stayed, function()
    apply(server, staged)
  end)
  if not stayed then
    view.tell('the edit is ready in the window below')
  end
end

--- Has an edit made ready. A newer one ends one that is under way.
---@param server vim.lsp.Client
---@param command string
---@param argument table
local function stage(server, command, argument)
  if running and running.id then
    requests.withdraw(running.client, running.id)
  end
  local mine, from = { client = server }, whereabouts()
  running = mine
  local known, id = requests.execute(server, command, { argument }, function(err, staged)
    if running ~= mine then
      return
    end
    running = nil
    if err then
      tell_failure(err)
    elseif staged.places == 0 then
      local said = staged.summary and staged.summary ~= '' and staged.summary or ("nothing fits '%s'"):format(argument.pattern or argument.newName or argument.instruction)
      view.tell(table.concat(vim.list_extend({ said }, staged.warnings or {}), ' '))
    else
      when_possible(function()
        show(server, staged, from)
      end)
    end
  end)
  mine.id = id
  if known then
    view.tell('looking through the repository…')
  else
    running = nil
    view.tell(requests.lacks(command), vim.log.levels.WARN)
  end
end

--- Asks the user for what is not given.
---@param given? string
---@param options table of vim.ui.input()
---@param done fun(text: string) not called when the user thinks better of it
local function ask(given, options, done)
  if given then
    done(given)
    return
  end
  vim.ui.input(options, function(text)
    if text then
      done(text)
    end
  end)
end

--- Replaces C# of one shape by another.
---@param options { pattern?: string, replacement?: string, where?: string|string[] }
function M.replace(options)
  local server = client()
  if not server then
    return
  end
  local uri = this_file()
  ask(options.pattern, { prompt = 'Replace (C#, $name for anything): ' }, function(pattern)
    if pattern == '' then
      return
    end
    ask(options.replacement, { prompt = 'By (nothing to delete): ' }, function(replacement)
      local where = type(options.where) == 'string' and { options.where } or options.where
      stage(server, 'fathom.stageReplace', { pattern = pattern, replacement = replacement, where = where, uri = uri })
    end)
  end)
end

---@type string? what the user wrote last, so that nothing is lost where it could not be done
local last_instruction

--- Has the model that runs elsewhere edit, as an instruction says.
---@param instruction? string
function M.edit(instruction)
  local server = client()
  if not server then
    return
  end
  local uri = this_file()
  ask(instruction, { prompt = 'What is to be done: ', default = last_instruction }, function(text)
    if vim.trim(text) ~= '' then
      last_instruction = text
      stage(server, 'fathom.stageEdit', { instruction = text, uri = uri })
    end
  end)
end

--- Renames what is under the cursor.
---@param name? string
function M.rename(name)
  local server, uri = requests.client(), this_file()
  if not server or not uri then
    view.tell(require('fathom.server').reason() or 'no server is ready in this buffer; open a file that it serves, or wait', vim.log.levels.WARN)
    return
  end
  local position = vim.lsp.util.make_position_params(0, server.offset_encoding).position
  local now = vim.fn.expand('<cword>')
  ask(name, { prompt = ('New name of %s: '):format(now), default = now }, function(new_name)
    if new_name ~= '' then
      stage(server, 'fathom.stageRename', { uri = uri, position = position, newName = new_name })
    end
  end)
end

return M
