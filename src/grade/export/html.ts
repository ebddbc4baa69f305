import type { Snapshot } from '../../check/snapshot.ts';
import type { Words } from '../../words/index.ts';
import type { Playback } from '../playback.ts';
import type { CheckResult, Gradebook, Result } from '../result.ts';
import { html, type Html } from './html-text.ts';
import { script, style } from './html-assets.ts';
import { pictureOf } from './html-work.ts';
import { playerOf } from './player.ts';

type Texts = Words['gradebook']['page'];

// Apart from the template: to the byte what the policy's hashes are of.
const styleElement: Html = { markup: `<style>${style}</style>` };
const scriptElement: Html = { markup: `<script>${script}</script>` };

/** Rows that want a teacher first. */
const order: Readonly<Record<Result['status'], number>> = {
  review: 0,
  refused: 1,
  missing: 2,
  graded: 3,
  superseded: 4,
};

export interface HtmlOptions {
  readonly words: Words;
  /** Of the page's language (BCP 47). */
  readonly language: string;
  /** SHA-256 of a text in base64, for the page's Content-Security-Policy: no script runs in it but its own. */
  readonly hash: (text: string) => string;
  /** What the submissions show, by their rows' `file`: those that are here are drawn and can be played. */
  readonly work?: ReadonlyMap<string, Work>;
}

/** What a submission shows beside its result. */
export interface Work {
  readonly snapshot: Snapshot;
  readonly playbacks: readonly Playback[];
}

/**
 * A gradebook as one page that needs nothing else: the class as a table (rows to review first; sortable and searchable where scripts
 * run), and a section for each row. The same gradebook gives the same bytes.
 */
export function exportHtml(gradebook: Gradebook, options: HtmlOptions): string {
  const { words, language, hash } = options;
  const texts = words.gradebook.page;
  const { course, due, results } = gradebook;
  const rows = results.toSorted((one, other) => order[one.status] - order[other.status]);
  const count = (status: Result['status']): number => results.filter((each) => each.status === status).length;
  const policy = `default-src 'none'; style-src 'sha256-${hash(style)}'; script-src 'sha256-${hash(script)}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const title = texts.title({ course: course.title });
  const head = ['id', 'name', 'section', 'checkpoint', 'status', 'score', 'submitted', 'findings'] as const;
  return `<!doctype html>
${
  html`<html lang="${language}">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content="${policy}" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${title}</title>
      ${styleElement}
    </head>
    <body>
      <main>
        <h1>${title}</h1>
        <p>
          ${texts.counts({ learners: results.length, review: count('review'), missing: count('missing') })}
          ${due === undefined ? '' : html`· ${texts.due({ due })}`}
        </p>
        <p id="tools" class="screen" hidden>
          <label for="search">${texts.search}</label> <input id="search" type="search" />
        </p>
        <table id="class">
          <caption>
            ${texts.caption}
          </caption>
          <thead>
            <tr>
              ${head.map((key) => html`<th scope="col"><button type="button">${texts[key]}</button></th>`)}
            </tr>
          </thead>
          <tbody>
            ${rows.map((row, index) => classRow(row, index, texts))}
          </tbody>
        </table>
        <p id="nothing" hidden>${texts.nothing}</p>
        ${rows.map((row, index) => learnerSection(row, index, options))}
      </main>
      ${scriptElement}
    </body>
  </html>`.markup
}
`;
}

const fullName = ({ learner }: Result): string => [learner.firstName, learner.lastName].filter(Boolean).join(' ');
/** `2026-11-21 08:20` of an ISO 8601 time in UTC. */
const minute = (time: string): string => time.slice(0, 16).replace('T', ' ');
const idOf = ({ learner, file }: Result): string => (learner.id === '' ? (file ?? '?') : learner.id);

function classRow(row: Result, index: number, texts: Texts): Html {
  const { learner, checkpoint, status, score, maxScore, submittedAt = '', findings } = row;
  return html`<tr>
    <th scope="row"><a href="#row-${index}">${idOf(row)}</a></th>
    <td>${fullName(row)}</td>
    <td>${learner.section}</td>
    <td>${checkpoint}</td>
    <td class="${status}" data-sort="${order[status]}">${texts.statuses[status]}</td>
    <td class="number" data-sort="${score}">${score} / ${maxScore}</td>
    <td class="time" data-sort="${submittedAt}">${minute(submittedAt)}</td>
    <td>${findings.map(({ text }) => html`<div>${text}</div>`)}</td>
  </tr> `;
}

function learnerSection(row: Result, index: number, { words, work }: HtmlOptions): Html {
  const texts = words.gradebook.page;
  const shown = work?.get(row.file ?? '');
  const { status, score, maxScore, hintPenalty, latePenalty, decision, findings, checks, differs } = row;
  const facts: readonly (readonly [string, string])[] = [
    [texts.file, row.file ?? ''],
    [texts.submitted, row.submittedAt ?? ''],
    [texts.platform, row.platform ?? ''],
    [texts.commands, String(row.commands)],
    [texts.hints, String(row.hintsUsed)],
  ];
  return html`<section id="row-${index}">
    <h2>${idOf(row)} ${fullName(row)} · ${row.checkpointTitle}</h2>
    <p>
      <span class="${status}">${texts.statuses[status]}</span> ·
      ${texts.points({ score, max: maxScore })}${
        hintPenalty + latePenalty === 0 ? '' : ` · ${texts.takenOff({ hints: hintPenalty, late: latePenalty })}`
      }
    </p>
    ${decision === undefined ? '' : html`<p>${texts.decided(decision)}</p>`}
    ${
      findings.length === 0
        ? ''
        : html`<ul>
            ${findings.map(({ text, files = [] }) => html`<li>${[text, ...files].join(' · ')}</li>`)}
          </ul>`
    }
    <dl>
      ${facts
        .filter(([, text]) => text !== '')
        .map(
          ([name, text]) =>
            html`<dt>${name}</dt>
              <dd>${text}</dd>`,
        )}
    </dl>
    ${differs === undefined ? '' : difference(differs, texts)} ${checks.length === 0 ? '' : checkTable(checks, texts)}
    ${shown === undefined ? '' : [pictureOf(shown.snapshot, words), ...shown.playbacks.map((each) => playerOf(each, words))]}
    <p class="screen"><a href="#class">${texts.backToClass}</a></p>
  </section> `;
}

function difference({ index, node, command, recorded, replayed }: NonNullable<Result['differs']>, texts: Texts): Html {
  const came = ({ exitCode, line }: typeof recorded): string =>
    [...(exitCode === undefined ? [] : [texts.exit({ code: exitCode })]), line].filter(Boolean).join(' · ');
  return html`<h3>${texts.differs}</h3>
    <p>${texts.differsAt({ index, node })}</p>
    <pre>${command}</pre>
    <dl>
      <dt>${texts.recorded}</dt>
      <dd>${came(recorded)}</dd>
      <dt>${texts.replayed}</dt>
      <dd>${came(replayed)}</dd>
    </dl> `;
}

function checkTable(checks: readonly CheckResult[], texts: Texts): Html {
  const head = ['check', 'state', 'checkPoints', 'expected', 'found'] as const;
  return html`<table>
    <thead>
      <tr>
        ${head.map((key) => html`<th scope="col">${texts[key]}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${checks.map(
        (check) =>
          html`<tr>
            <th scope="row">${check.stepTitle}: ${check.title}${check.hidden ? ` (${texts.hidden})` : ''}</th>
            <td class="${check.state}">${texts.states[check.state]}</td>
            <td class="number">${check.points} / ${check.maxPoints}</td>
            <td>${check.expected ?? ''}</td>
            <td>${check.observed ?? check.message ?? ''}</td>
          </tr> `,
      )}
    </tbody>
  </table>`;
}
