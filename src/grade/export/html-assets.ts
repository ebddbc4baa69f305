import { playerScript, playerStyle } from './player.ts';

/** The page's own style: light and dark, and on paper without what only works on a screen. */
export const style = `
:root { color-scheme: light dark; --line: #8885; --bad: #b3261e; --good: #1b6e3c; --warn: #8a5000; --link: #0b57d0; --paper: #fff; --ink: #1b1b1b; }
@media (prefers-color-scheme: dark) { :root { --bad: #ffb4ab; --good: #8fd9a8; --warn: #ffb870; --link: #a8c7fa; --paper: #1b1b1f; --ink: #e6e6e6; } }
html { background: var(--paper); color: var(--ink); } body { background: var(--paper); font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
a { color: var(--link); } h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1rem; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; padding: .5rem 0; }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; overflow-wrap: break-word; }
th button { font: inherit; font-weight: 600; background: none; border: 0; padding: 0; cursor: pointer; color: inherit; }
th[aria-sort=ascending] button::after { content: " ▲"; } th[aria-sort=descending] button::after { content: " ▼"; }
thead th, td.number, td.time, td[class] { white-space: nowrap; } td.number { text-align: right; font-variant-numeric: tabular-nums; }
.review, .refused, .fail, .error { color: var(--bad); font-weight: 600; } .pass { color: var(--good); } .missing { color: var(--warn); }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border-left: 3px solid var(--line); padding-left: .8rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } dd { margin: 0; overflow-wrap: anywhere; }
${playerStyle}
img { max-width: 100%; height: auto; background: #fff; } figure { margin: 0; }
input { font: inherit; padding: .3rem .5rem; width: min(24rem, 100%); }
@media print {
  :root { --paper: #fff; --ink: #000; --bad: #8c1d18; --good: #0e4f29; --warn: #6b3e00; --link: #000; }
  body { margin: 0; max-width: none; padding: 0; font-size: 9pt; } .screen { display: none; } th button { display: contents; }
  table { table-layout: fixed; } th, td { padding: .3rem .4rem; overflow-wrap: anywhere; } td.number, td.time, td[class] { white-space: normal; }
  #class thead th:nth-child(1) { width: 13%; } #class thead th:nth-child(2) { width: 12%; } #class thead th:nth-child(3) { width: 8%; } #class thead th:nth-child(4) { width: 12%; } #class thead th:nth-child(5) { width: 8%; } #class thead th:nth-child(6) { width: 7%; } #class thead th:nth-child(7) { width: 11%; }
  section thead th:nth-child(1) { width: 28%; } section thead th:nth-child(2) { width: 9%; } section thead th:nth-child(3) { width: 9%; }
  tr, h2, h3, img { break-inside: avoid-page; } h2, h3 { break-after: avoid-page; }
}
`;

/** Sorts and searches the class table, and plays the sessions; the page says all of it without. */
export const script = `
const table = document.querySelector('#class');
const body = table.tBodies[0];
const rows = [...body.rows];
const nothing = document.querySelector('#nothing');
document.querySelector('#search').addEventListener('input', (event) => {
  const wanted = event.target.value.trim().toLowerCase();
  let shown = 0;
  for (const row of rows) {
    row.hidden = !row.textContent.toLowerCase().includes(wanted);
    if (!row.hidden) shown += 1;
  }
  nothing.hidden = shown > 0;
});
for (const [column, heading] of [...table.tHead.rows[0].cells].entries()) {
  heading.querySelector('button').addEventListener('click', () => {
    const down = heading.getAttribute('aria-sort') === 'ascending';
    for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
    heading.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const key = (row) => row.cells[column].dataset.sort ?? row.cells[column].textContent;
    const compare = new Intl.Collator(undefined, { numeric: true }).compare;
    rows.sort((one, other) => (down ? -1 : 1) * compare(key(one), key(other)));
    body.append(...rows);
  });
}
document.querySelector('#tools').hidden = false;
${playerScript}`;
