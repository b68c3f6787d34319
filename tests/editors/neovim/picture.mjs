// A screen as an SVG picture, for people who read about it.

const cell = { width: 8.4, height: 18 };

export function picture(screen) {
  const rows = screen.runs();
  const width = screen.columns * cell.width + 20, height = screen.rows * cell.height + 20;
  const lines = rows.map((runs, row) => {
    let column = 0;
    const spans = runs.map(run => {
      const at = 10 + column * cell.width;
      column += run.text.length;
      if (run.text.trim() === '') return '';
      return `<tspan x="${at.toFixed(1)}" fill="${colour(run.foreground ?? screen.foreground)}"${run.bold ? ' font-weight="bold"' : ''}${run.italic ? ' font-style="italic"' : ''}>${escaped(run.text)}</tspan>`;
    }).join('');
    return spans && `<text y="${(row + 1) * cell.height + 4}" xml:space="preserve">${spans}</text>`;
  }).filter(Boolean);
  const cursor = screen.cursor && `<rect x="${10 + screen.cursor.column * cell.width}" y="${screen.cursor.row * cell.height + 8}" width="2" height="${cell.height}" fill="${colour(screen.foreground)}"/>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans Mono, Consolas, Menlo, monospace" font-size="14">`,
    `<rect width="100%" height="100%" rx="6" fill="${colour(screen.background)}"/>`,
    ...lines, cursor, '</svg>', '',
  ].filter(line => line !== undefined).join('\n');
}

function colour(rgb = 0) {
  return `#${Math.max(rgb, 0).toString(16).padStart(6, '0')}`;
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
