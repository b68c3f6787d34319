-- What is there before setup(): the command, the <Plug> names, the highlight groups. Nothing is started and no key is bound.
if vim.g.loaded_fathom then
  return
end
vim.g.loaded_fathom = true

vim.api.nvim_create_user_command('Fathom', function(arguments)
  require('fathom.commands').run(arguments.fargs)
end, {
  nargs = '*',
  desc = 'Fathom: status, log, toggle, explain, pause, resume, replace, rename, edit, restart, statistics',
  complete = function(...)
    return require('fathom.commands').complete(...)
  end,
})

for _, action in ipairs({ 'accept', 'accept_word', 'accept_line', 'next', 'previous', 'dismiss', 'trigger' }) do
  local name = ('<Plug>(fathom-%s)'):format((action:gsub('_', '-')))
  vim.keymap.set('i', name, ("<Cmd>lua require('fathom').%s()<CR>"):format(action), { desc = 'Fathom: ' .. action:gsub('_', ' ') })
end

local stock = vim.fn.has('nvim-0.12') == 1
vim.api.nvim_set_hl(0, 'FathomSuggestion', { link = stock and 'ComplHint' or 'NonText', default = true })
vim.api.nvim_set_hl(0, 'FathomIndex', { link = stock and 'ComplHintMore' or 'MoreMsg', default = true })
