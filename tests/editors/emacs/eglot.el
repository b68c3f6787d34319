;;; eglot.el --- types into the file of the test until Fathom has an entry, and takes it  -*- lexical-binding: t; -*-
;; Environment: TEST_FILE, TEST_LINE, TEST_TYPING. Prints one JSON object; the file is saved.

(require 'json)

(defun test-entries ()
  "The entries of the completion list at point."
  (pcase (run-hook-wrapped 'completion-at-point-functions #'completion--capf-wrapper 'all)
    (`(,_ ,start ,end ,table . ,_) (all-completions (buffer-substring start end) table))))

(let ((typed "") (taken nil))
  (find-file (getenv "TEST_FILE"))
  ;; The hook of the recipe asks for a server after the command that opened the file.
  (run-hooks 'post-command-hook)
  (with-timeout (60)
    (while (not (eglot-current-server)) (accept-process-output nil 0.05)))
  (unless (eglot-current-server) (error "No server for %s in %s" (buffer-name) major-mode))
  (while (not (plist-get (jsonrpc-request (eglot-current-server) :fathom/status nil) :model))
    (accept-process-output nil 0.05))
  (goto-char (point-min))
  (forward-line (1- (string-to-number (getenv "TEST_LINE"))))
  (end-of-line)
  (dolist (character (append (getenv "TEST_TYPING") nil))
    (unless taken
      (insert character)
      (setq typed (concat typed (string character)))
      (when-let ((entries (test-entries)))
        (setq taken (substring-no-properties (car entries)))
        (completion-at-point))))
  (save-buffer)
  (princ (json-encode `((version . ,emacs-version) (server . ,(plist-get (eglot--server-info (eglot-current-server)) :name)) (typed . ,typed) (taken . ,taken))))
  (eglot-shutdown (eglot-current-server)))
