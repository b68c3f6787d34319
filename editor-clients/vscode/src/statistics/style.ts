/** Colours and fonts are those of the user's theme. */
export const style = `
body { max-width: 680px; margin: 0 auto; padding: 24px 16px; color: var(--vscode-foreground); font-family: var(--vscode-font-family); }
h1 { font-size: 1.6em; font-weight: 600; margin: 0 0 4px; }
h2 { font-size: 1.1em; font-weight: 600; margin: 28px 0 8px; }
a { color: var(--vscode-textLink-foreground); }
svg { display: block; width: 100%; }
text { fill: var(--vscode-descriptionForeground); font-size: 11px; }
.note { color: var(--vscode-descriptionForeground); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(120px, 1fr)); gap: 12px; margin-top: 20px; }
.tile { display: flex; flex-direction: column; gap: 4px; padding: 12px; border: 1px solid var(--vscode-widget-border, transparent); border-radius: 6px; background: var(--vscode-editorWidget-background); }
.tile strong { font-size: 1.7em; font-weight: 600; }
.tile span { color: var(--vscode-descriptionForeground); }
.bar { fill: var(--vscode-charts-blue); }
.track { fill: var(--vscode-editorWidget-background); }
.axis { stroke: var(--vscode-descriptionForeground); stroke-width: 0.5; }
`;
