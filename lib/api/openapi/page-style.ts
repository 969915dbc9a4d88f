/** Colours as on the dashboard's pages, light or dark as the system is. */
export const PAGE_STYLE = `:root {
  color-scheme: light dark;
  --canvas: light-dark(oklch(0.977 0.003 240), oklch(0.168 0.008 250));
  --surface: light-dark(oklch(1 0 0), oklch(0.2 0.009 250));
  --ink: light-dark(oklch(0.225 0.018 250), oklch(0.945 0.005 250));
  --muted: light-dark(oklch(0.455 0.018 250), oklch(0.76 0.012 250));
  --line: light-dark(oklch(0.918 0.005 245), oklch(0.285 0.011 250));
  --accent: light-dark(oklch(0.5 0.112 232), oklch(0.79 0.105 222));
}
* { box-sizing: border-box; }
body {
  margin: 0;
  background: var(--canvas);
  color: var(--ink);
  font: 15px/1.55 "Inter Variable", system-ui, sans-serif;
}
main { max-width: 64rem; margin: 0 auto; padding: 2.5rem 1.25rem 5rem; }
h1 { font-size: 1.6rem; margin: 0 0 0.5rem; }
h2 { font-size: 1.1rem; margin: 2.5rem 0 0.75rem; }
p { margin: 0.5rem 0; color: var(--muted); max-width: 46rem; }
a { color: var(--accent); }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; list-style: none; padding: 0; margin: 1rem 0 0; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, monospace; font-size: 0.85rem; }
pre { overflow: auto; max-height: 28rem; padding: 0.75rem; background: var(--canvas); border-radius: 6px; margin: 0.5rem 0; }
details { background: var(--surface); border: 1px solid var(--line); border-radius: 8px; margin: 0.4rem 0; }
summary { cursor: pointer; padding: 0.55rem 0.85rem; }
summary code { overflow-wrap: anywhere; }
summary span { color: var(--muted); }
.method { display: inline-block; min-width: 4.2rem; font-weight: 650; color: var(--accent); }
.body { padding: 0 0.85rem 0.85rem; border-top: 1px solid var(--line); }
h3 { font-size: 0.85rem; margin: 0.9rem 0 0.25rem; color: var(--muted); font-weight: 600; }
dl { display: grid; grid-template-columns: minmax(9rem, max-content) 1fr; gap: 0.2rem 1rem; margin: 0; }
dt, dd { margin: 0; overflow-wrap: anywhere; }
dd { color: var(--muted); }
@media (max-width: 34rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: 0.4rem; } }
`
