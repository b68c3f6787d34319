/**
 * How many characters at the end of a suggestion stand right of the cursor already.
 *
 * VS Code remembers the brackets and quotes that it closed by itself by their places. A suggestion that writes one of them again makes it a stranger, and the
 * user, who types it as always, has it twice. What is left out of a suggestion stays known. A text of several lines is shown as it is: VS Code draws what stands
 * right of the cursor in its first line.
 * @param text what takes the place of a range.
 * @param left how many characters of the range are left of the cursor.
 * @param right the characters of the range right of the cursor.
 */
export function standingLength(text: string, left: number, right: string): number {
  if (text.includes('\n')) return 0;
  const most = Math.min(right.length, text.length - left);
  let length = 0;
  while (length < most && text.at(-1 - length) === right.at(-1 - length)) length++;
  return length;
}
