import { playerStyle } from '../../grade/export/player.ts';
import { cellStyle } from './cells.ts';

/** The pages' style: light and dark, and on paper without what only works on a screen. */
export const style = `
:root { color-scheme: light dark; --line: #8885; --link: #0b57d0; --paper: #fff; --ink: #1b1b1b; --soft: #f3f3f0; --quiet: #595959; }
@media (prefers-color-scheme: dark) { :root { --link: #a8c7fa; --paper: #1b1b1f; --ink: #e6e6e6; --soft: #26262b; --quiet: #b5b5b5; } }
html { background: var(--paper); color: var(--ink); }
body { background: var(--paper); font: 17px/1.6 system-ui, sans-serif; margin: 2rem auto; max-width: 46rem; padding: 0 1rem; overflow-wrap: break-word; }
a { color: var(--link); } h1 { font-size: 1.7rem; line-height: 1.25; } h2 { font-size: 1.3rem; margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1rem; }
nav { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; font-size: .95rem; } .quiet { color: var(--quiet); }
code, pre, kbd, samp { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: .9em; }
pre { background: var(--soft); padding: .7rem .9rem; overflow-x: auto; border-radius: 4px; line-height: 1.4; } pre code { font-size: 1em; }
pre.console { white-space: pre-wrap; overflow-wrap: anywhere; overflow-x: visible; }
kbd { font-size: 1em; font-weight: 600; } samp { font-size: 1em; color: var(--quiet); } .prompt { user-select: none; }
aside { border-left: 4px solid var(--link); padding: .1rem 1rem; margin: 1.2rem 0; } details { margin: .8rem 0; } summary { cursor: pointer; }
${playerStyle}
${cellStyle}
figure { margin: 1.2rem 0; } figure img { max-width: 100%; height: auto; } figcaption { color: var(--quiet); font-size: .95rem; }
table { border-collapse: collapse; } th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top; }
@media print { :root { color-scheme: light; --paper: #fff; --ink: #000; --link: #000; --soft: #f3f3f0; --quiet: #444; } nav { display: none; }
 body { margin: 0; max-width: none; font-size: 11pt; } pre { white-space: pre-wrap; overflow-wrap: anywhere; } pre, figure { break-inside: avoid; } h2 { break-after: avoid; } details:not([open]) { display: none; } .screen { display: none; } }
`;
