import type { Statistics } from '../protocol.js';
import { type Bar, columns, rows } from './bars.js';
import { escaped } from './escaped.js';
import { style } from './style.js';

const shownDays = 30;

/** The statistics as a page of its own: no script, nothing loaded from anywhere; links run commands of the extension. */
export function statisticsPage(statistics: Statistics, nonce: string): string {
  const { shown, accepted, partlyAccepted, charactersAccepted, latencyMs, languages, days, since } = statistics;
  return page(nonce, `
<h1>What Fathom typed for you</h1>
<p class="note">${since == null ? 'Nothing was counted yet.' : `Since ${escaped(since.slice(0, 10))}.`} Kept on this machine only.</p>
<section class="tiles">
${tile(charactersAccepted.toLocaleString('en'), 'characters typed for you')}
${tile(percent(accepted + partlyAccepted, shown), 'of suggestions taken')}
${tile(shown.toLocaleString('en'), 'suggestions shown')}
${tile(accepted.toLocaleString('en'), `taken whole, ${partlyAccepted.toLocaleString('en')} in part`)}
${tile(milliseconds(latencyMs.p50), `until a suggestion (95\u00a0%: ${milliseconds(latencyMs.p95)})`)}
</section>
${chart('How fast suggestions came', columns(latencyBars(latencyMs.histogram)), latencyMs.histogram.some(({ count }) => count > 0))}
${chart('Taken per day', columns(dayBars(days)), days.length > 0)}
${chart('Languages', rows(languages.map(({ language, shown: of, accepted: taken }) => ({ label: language, value: of === 0 ? 0 : taken / of, note: `${taken} of ${of}` }))), languages.length > 0)}
<p class="note"><a href="command:fathom.showStatistics">Refresh</a> · <a href="command:fathom.clearStatistics">Start again from zero</a></p>`);
}

/** The page while there is nothing to show, and why. */
export function emptyStatisticsPage(message: string, nonce: string): string {
  return page(nonce, `<h1>What Fathom typed for you</h1><p>${escaped(message)}</p>`);
}

function page(nonce: string, body: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'">
<title>Fathom statistics</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>${body}</body>
</html>`;
}

function tile(figure: string, caption: string): string {
  return `<div class="tile"><strong>${escaped(figure)}</strong><span>${escaped(caption)}</span></div>`;
}

function chart(title: string, drawing: string, hasData: boolean): string {
  return `<section><h2>${title}</h2>${hasData ? drawing : '<p class="note">Nothing yet.</p>'}</section>`;
}

function latencyBars(histogram: Statistics['latencyMs']['histogram']): Bar[] {
  return histogram.map(({ upTo, count }, index) => {
    const last = index === histogram.length - 1;
    const from = histogram[index - 1]?.upTo ?? 0;
    return { label: last ? `> ${duration(from)}` : duration(upTo), value: count, note: `${count} ${last ? `in more than ${duration(from)}` : `within ${duration(upTo)}`}` };
  });
}

function dayBars(days: Statistics['days']): Bar[] {
  return days.slice(-shownDays).map(({ date, shown, accepted, characters }) => ({
    label: date.slice(5),
    value: accepted,
    note: `${date}: ${accepted} of ${shown} taken, ${characters} characters`,
  }));
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round(100 * part / whole)}\u00a0%`;
}

function milliseconds(value: number | undefined): string {
  if (value == null) return '–';
  return value < 1000 ? `${Math.round(value)}\u00a0ms` : `${(value / 1000).toFixed(1)}\u00a0s`;
}

function duration(value: number): string {
  return value < 1000 ? `${value} ms` : `${value / 1000} s`;
}
