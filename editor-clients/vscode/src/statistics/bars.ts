import { escaped } from './escaped.js';

export interface Bar {
  label: string;
  /** In columns any measure from 0 up, in rows a share of 0 … 1. */
  value: number;
  /** What the bar says when pointed at. */
  note: string;
}

const width = 640, height = 120, captionHeight = 18, rowHeight = 24, labelWidth = 120, noteWidth = 120;

/** Upright bars in an SVG, the tallest as high as the drawing. */
export function columns(bars: Bar[]): string {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const step = Math.min(56, width / Math.max(1, bars.length));
  const everyLabel = Math.ceil(44 / step);
  const drawn = bars.map(({ label, value, note }, index) => {
    const tall = Math.round(height * value / most);
    const x = index * step;
    const caption = index % everyLabel === 0 ? `<text x="${round(x + step / 2)}" y="${height + captionHeight - 4}" text-anchor="middle">${escaped(label)}</text>` : '';
    return `<g><title>${escaped(note)}</title><rect class="bar" x="${round(x + 2)}" y="${height - tall}" width="${round(step - 4)}" height="${tall}" rx="2"/>${caption}</g>`;
  });
  const axis = `<line class="axis" x1="0" x2="${width}" y1="${height}" y2="${height}"/>`;
  return drawing(height + captionHeight, axis + drawn.join(''), bars.map(({ note }) => note));
}

/** Lying bars with a name on the left and a note on the right. */
export function rows(bars: Bar[]): string {
  const full = width - labelWidth - noteWidth;
  const drawn = bars.map(({ label, value, note }, index) => {
    const y = index * rowHeight;
    return `<text x="0" y="${y + 16}">${escaped(label)}</text>`
      + `<rect class="track" x="${labelWidth}" y="${y + 5}" width="${full}" height="14" rx="2"/>`
      + `<rect class="bar" x="${labelWidth}" y="${y + 5}" width="${round(full * Math.min(1, value))}" height="14" rx="2"/>`
      + `<text x="${width}" y="${y + 16}" text-anchor="end">${escaped(note)}</text>`;
  });
  return drawing(Math.max(1, bars.length) * rowHeight, drawn.join(''), bars.map(({ label, note }) => `${label}: ${note}`));
}

/** @param facts what the drawing says to those who do not see it. */
function drawing(tall: number, content: string, facts: string[]): string {
  return `<svg viewBox="0 0 ${width} ${tall}" role="img" aria-label="${escaped(facts.join('; '))}">${content}</svg>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
