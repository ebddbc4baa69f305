import { html, type Html } from '../../grade/export/html-text.ts';
import { playerOf, playerScript } from '../../grade/export/player.ts';
import type { Playback } from '../../grade/playback.ts';
import type { Course, Lesson, Step } from '../../lesson/types.ts';
import { drawSvg } from '../../topology/draw/svg.ts';
import { drawText } from '../../topology/draw/text.ts';
import type { Topology } from '../../topology/types.ts';
import type { Words } from '../../words/index.ts';
import type { SharedFile } from '../shared-file.ts';
import { commandsOf } from '../shown.ts';
import { afterwards, blocksHtml, folded } from './blocks.ts';
import { listingHtml } from './prose.ts';
import { readRecording } from './recording.ts';
import { style } from './style.ts';

/** A course in one language. */
export interface Edition {
  /** BCP 47. */
  readonly language: string;
  /** What it is called in itself. */
  readonly name: string;
  readonly words: Words;
  readonly course: Course;
  readonly lessons: readonly Lesson[];
}

export interface SiteOptions {
  /** The first stands in the site's root, each other in a folder named like its language. */
  readonly editions: readonly Edition[];
  /** The network as a step leaves it, by `LESSON/STEP`. */
  readonly pictures: ReadonlyMap<string, Topology>;
  /** What its terminals showed, by lesson: a recording for each node in which something is typed. */
  readonly recordings: ReadonlyMap<string, readonly Recording[]>;
  /** SHA-256 of a text in base64, for the pages' Content-Security-Policy. */
  readonly hash: (text: string) => string;
}

/** An asciicast, and the same as a player shows it. */
export interface Recording {
  /** Beside the pages of the first edition. */
  readonly file: string;
  readonly cast: string;
  readonly playback: Playback;
}

/**
 * A site of the lessons: a page each, and one that lists them. Nothing is fetched from anywhere, and nothing runs but the player of
 * the recordings, without which the pages say all that they have to say.
 */
export function siteFiles(options: SiteOptions): readonly SharedFile[] {
  const { editions, recordings } = options;
  const folder = (edition: Edition): string => (edition === editions[0] ? '' : `${edition.language}/`);
  const pages = editions.flatMap((edition) => [
    { path: `${folder(edition)}index.html`, text: indexPage(edition, options) },
    ...edition.lessons.map((lesson) => ({
      path: `${folder(edition)}${fileOf(lesson)}`,
      text: lessonPage(lesson, edition, options),
    })),
  ]);
  const casts = [...recordings.values()].flat().map(({ file, cast }) => ({ path: file, text: cast }));
  return [...pages, ...casts];
}

const fileOf = ({ id }: Lesson): string => `${id}.html`;

// Apart from the template: to the byte what the policy's hash is of.
const playerElement: Html = { markup: `<script>${playerScript}</script>` };

function page(title: string, edition: Edition, { hash }: SiteOptions, body: Html, plays = false): string {
  const scripts = plays ? ` script-src 'sha256-${hash(playerScript)}';` : '';
  const policy = `default-src 'none'; style-src 'sha256-${hash(style)}';${scripts} img-src data:; base-uri 'none'; form-action 'none'`;
  const styleElement: Html = { markup: `<style>${style}</style>` };
  const whole = html`<html lang="${edition.language}">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content="${policy}" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${title}</title>
      ${styleElement}
    </head>
    <body>
      ${body} ${plays ? [playerElement] : ''}
    </body>
  </html>`;
  return `<!doctype html>\n${whole.markup}\n`;
}

/** The same page in the other languages. */
function languages(file: string, edition: Edition, { editions }: SiteOptions): readonly Html[] {
  const up = edition === editions[0] ? '' : '../';
  return editions
    .filter((other) => other !== edition)
    .map((other) => {
      const href = `${up}${other === editions[0] ? '' : `${other.language}/`}${file}`;
      return html`<a href="${href}" lang="${other.language}" hreflang="${other.language}">${other.name}</a>`;
    });
}

function indexPage(edition: Edition, options: SiteOptions): string {
  const { course, lessons, words } = edition;
  const say = words.share.page;
  const others = languages('index.html', edition, options);
  const body = html`${others.length === 0 ? '' : html`<nav aria-label="${say.languages}">${others}</nav>`}
    <main>
      <h1>${course.title}</h1>
      <p>${say.begin}</p>
      <ol>
        ${lessons.map(
          (lesson) =>
            html`<li>
              <a href="${fileOf(lesson)}">${lesson.title}</a>
              <span class="quiet">${say.minutes({ minutes: lesson.minutes })}</span>
            </li> `,
        )}
      </ol>
    </main>`;
  return page(course.title, edition, options, body);
}

function lessonPage(lesson: Lesson, edition: Edition, options: SiteOptions): string {
  const { course, lessons, words } = edition;
  const say = words.share.page;
  const at = lessons.indexOf(lesson);
  const [before, after] = [lessons[at - 1], lessons[at + 1]];
  const neighbours = [
    html`<a href="index.html">${course.title}</a>`,
    ...(before === undefined ? [] : [html`<a href="${fileOf(before)}" rel="prev">← ${before.title}</a>`]),
    ...(after === undefined ? [] : [html`<a href="${fileOf(after)}" rel="next">${after.title} →</a>`]),
  ];
  const command = `npx netns-course start ${lesson.id}`;
  const body = html`<nav aria-label="${say.lessons}">
      ${[...neighbours, ...languages(fileOf(lesson), edition, options)]}
    </nav>
    <main>
      <h1>${lesson.title}</h1>
      <p class="quiet">${say.minutes({ minutes: lesson.minutes })} · <code>${command}</code></p>
      ${blocksHtml(lesson.intro, words)} ${lesson.steps.map((step) => stepSection(step, lesson, edition, options))}
      ${recordingSection(lesson, edition, options)}
    </main>
    <nav aria-label="${say.lessonsBelow}">${neighbours}</nav>`;
  return page(`${lesson.title} · ${course.title}`, edition, options, body, options.recordings.has(lesson.id));
}

function stepSection(step: Step, lesson: Lesson, { words }: Edition, { pictures }: SiteOptions): Html {
  const shown = commandsOf(lesson) === 'shows' ? step.blocks : step.blocks.filter(({ type }) => type !== 'console');
  const topology = pictures.get(`${lesson.id}/${step.id}`);
  return html`<section id="step-${step.id}">
    <h2>${step.title}</h2>
    ${blocksHtml(shown, words)} ${topology === undefined ? '' : pictureHtml(topology, words)}
    ${afterwards(step, lesson, words)}
  </section> `;
}

/** As a picture, and as text for who cannot see it. */
function pictureHtml(topology: Topology, words: Words): Html {
  const say = words.share.page;
  const source = `data:image/svg+xml,${encodeURIComponent(drawSvg(topology, words))}`;
  const text = listingHtml(drawText(topology, words, { ascii: false }).join('\n'));
  return html`<figure>
    <img src="${source}" alt="${say.pictureAlt}" />
    <figcaption>${say.picture}</figcaption>
    ${folded(say.asText, text)}
  </figure>`;
}

function recordingSection(lesson: Lesson, edition: Edition, { recordings, editions }: SiteOptions): Html {
  const own = recordings.get(lesson.id) ?? [];
  if (own.length === 0) return { markup: '' };
  const { words } = edition;
  const say = words.share.page;
  const up = edition === editions[0] ? '' : '../';
  const titleOf = (label: string): string =>
    lesson.steps.find(({ id }) => label === `${lesson.id}/${id}`)?.title ?? label;
  return html`<section id="recording">
    <h2>${say.recording}</h2>
    ${own.map(({ file, cast, playback }) => {
      const stretches = readRecording(cast).map(({ marker, lines }) =>
        folded(marker === '' ? say.beginning : titleOf(marker), listingHtml(lines.join('\n'))),
      );
      return html`${playerOf(playback, words, titleOf)}
        <p>${say.recordingSays} <a href="${up}${file}">${file}</a></p>
        ${stretches}`;
    })}
  </section>`;
}
