import type { Code, Heading, RootContent } from 'mdast';
import { toString } from 'mdast-util-to-string';
import { slug } from 'github-slugger';
import type { Check } from '../check/types.ts';
import type { Choices } from '../grade/variant.ts';
import { alertNames, readAlert } from './alerts.ts';
import { createCheckIds, readChecks, scriptCheck } from './checks.ts';
import type { CheckKinds } from './checks.ts';
import { readConsole } from './console.ts';
import type { Aside, StepDraft } from './drafts.ts';
import { conditionOf, fenceMarker, isClosed, openingInside, roleOf } from './fence-roles.ts';
import type { Report } from './report.ts';
import { similar } from './similar.ts';
import { descendants, placeOf } from './tree.ts';
import type { Block, Command, Place } from './types.ts';
import { substituteInProse, withVariables } from './variables.ts';
import type { Variables } from './variables.ts';

/** What reading a section needs from the lesson around it. */
export interface SectionContext {
  readonly kinds: CheckKinds;
  readonly variables: Variables;
  readonly choices: Choices;
  readonly mode: 'guided' | 'challenge';
  readonly report: Report;
  /** The whole file, for what mdast does not tell: which marker opened a fence, and whether one closed it. */
  readonly lines: readonly string[];
}

type SectionContent = Omit<StepDraft, 'id' | 'title' | 'place'> & { readonly givenId?: string };

/**
 * Reads one `##` section. In a `challenge` the console blocks are the solution: they are not among the blocks that are shown,
 * though its commands are there for `verify`, hints and replay.
 */
export function readSection(
  heading: Heading,
  nodes: readonly RootContent[],
  originalId: string | undefined,
  context: SectionContext,
): StepDraft {
  const place = placeOf(heading);
  // The id comes from the heading as written, so that another value of a variable does not change it.
  const ownId = slug(toString(heading));
  const { givenId, ...content } = readContent(nodes, true, context);
  substituteInProse(heading.children, context.variables);
  return { id: originalId ?? givenId ?? ownId, title: toString(heading).trim(), place, ...content };
}

/** Reads what stands before the first step: prose and drawings only. */
export function readIntro(nodes: readonly RootContent[], context: SectionContext): readonly Block[] {
  return readContent(nodes, false, context).blocks;
}

function readContent(nodes: readonly RootContent[], inStep: boolean, context: SectionContext): SectionContent {
  const { variables, report } = context;
  const words = report.words.lesson;
  const blocks: Block[] = [];
  const commands: Command[] = [];
  const checks: Check[] = [];
  const setups: string[] = [];
  const hints: Aside[] = [];
  const debriefs: Aside[] = [];
  const ids = createCheckIds();
  let checksBroken = false;
  let givenId: string | undefined;
  let afterDebrief: Place | undefined;

  const readFence = (code: Code): void => {
    const mistakes = report.count();
    const role = fenceRole(code, context);
    // What an open or misspelt fence hides may be a check.
    checksBroken ||= report.count() > mistakes;
    if (role === undefined) {
      substituteInProse([code], variables);
      blocks.push({ type: 'prose', node: code });
      return;
    }
    if (!inStep) {
      report.add(placeOf(code), 'misplaced', words.fenceOutsideStep({ role }));
      return;
    }
    if (role === 'console' || role === 'console look') {
      const found = readConsole(code, role === 'console look', variables, report);
      if (!isMeant(code, context)) return;
      commands.push(...found);
      if (context.mode === 'guided') blocks.push({ type: 'console', commands: found });
    } else if (role === 'text topology') {
      blocks.push({ type: 'topology', node: { ...code, value: withVariables(code.value, variables) } });
    } else if (role === 'bash setup') setups.push(withVariables(code.value, variables));
    else {
      const before = report.count();
      if (role === 'yaml check') checks.push(...readChecks(code, context.kinds, ids, variables, report));
      else {
        const check = scriptCheck(code, context.kinds, ids, variables, report);
        if (check !== undefined) checks.push(check);
      }
      checksBroken ||= report.count() > before;
    }
  };

  for (const [index, node] of nodes.entries()) {
    if (debriefs.length > 0 && node.type !== 'html') afterDebrief ??= placeOf(node);
    if (node.type === 'code') readFence(node);
    else if (node.type === 'html') {
      const id = readComment(node.value, placeOf(node), inStep && index === 0, report);
      if (id !== undefined) givenId = id;
    } else {
      const aside = node.type === 'blockquote' ? readAside(node, inStep, report) : undefined;
      checkNested(node, context);
      substituteInProse([node], variables);
      if (aside === undefined) blocks.push({ type: 'prose', node });
      else (aside.name === 'tip' ? hints : debriefs).push({ content: aside.content, place: placeOf(node) });
    }
  }
  return {
    blocks,
    commands,
    checks,
    checksBroken,
    setup: setups.join('\n'),
    hints,
    debriefs,
    ...(givenId === undefined ? {} : { givenId }),
    ...(afterDebrief === undefined ? {} : { afterDebrief }),
  };
}

/** Whether a `console` block is for the values that the variables have. */
function isMeant(code: Code, { variables, choices, report }: SectionContext): boolean {
  const condition = conditionOf(code);
  if (condition === undefined) return true;
  const { name, value } = condition;
  const choice = Object.hasOwn(choices, name) ? choices[name] : undefined;
  if (choice?.type !== 'one-of' || !choice.values.includes(value)) {
    report.add(placeOf(code), 'unknown-var', report.words.lesson.unknownCondition(condition));
    return false;
  }
  variables.used.add(name);
  return variables.values[name] === value;
}

/** The role of a fence, its mistakes reported. Code that is only indented has none. */
function fenceRole(code: Code, { lines, report }: SectionContext): ReturnType<typeof roleOf> {
  const marker = fenceMarker(code, lines);
  if (marker === undefined) return undefined;
  const inside = openingInside(code, marker);
  if (inside !== undefined) {
    const line = placeOf(code).line + inside;
    report.add(placeOf(code), 'unterminated-fence', report.words.lesson.fenceSwallows({ line }));
  } else if (!isClosed(code, marker, lines)) {
    report.add(placeOf(code), 'unterminated-fence', report.words.lesson.unterminatedFence());
  }
  return roleOf(code, report);
}

/** `<!-- step: ID -->`, which names a step; other comments are the author's own. HTML is not shown on a terminal. */
function readComment(html: string, place: Place, allowed: boolean, report: Report): string | undefined {
  const words = report.words.lesson;
  if (!/^<!--[^]*-->\s*$/.test(html)) {
    report.add(place, 'raw-html', words.rawHtml());
    return undefined;
  }
  const match = /^<!--\s*([A-Za-z]+)\s*:\s*(.*?)\s*-->\s*$/.exec(html);
  const word = match?.[1] ?? '';
  if (word !== 'step') {
    if (similar(word, ['step']) !== undefined) {
      report.add(place, 'misspelt-role', words.misspeltRole({ info: word, meant: 'step' }));
    }
    return undefined;
  }
  const id = match?.[2] ?? '';
  if (!allowed) report.add(place, 'misplaced', words.stepCommentMisplaced());
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id)) report.add(place, 'bad-id', words.badId({ id }));
  return allowed ? id : undefined;
}

/** A hint or a debrief; `undefined` for what stays prose (`[!NOTE]`, a quotation). */
function readAside(
  node: Extract<RootContent, { type: 'blockquote' }>,
  inStep: boolean,
  report: Report,
): { readonly name: 'tip' | 'important'; readonly content: readonly RootContent[] } | undefined {
  const words = report.words.lesson;
  const alert = readAlert(node);
  if (alert === undefined) return undefined;
  const { word, name, content } = alert;
  if (name === undefined) {
    const meant = alertNames.find((known) => known === word.toLowerCase()) ?? similar(word, alertNames);
    report.add(placeOf(node), 'misspelt-role', words.misspeltAlert({ word, meant: meant?.toUpperCase() }));
    return undefined;
  }
  if (name !== 'tip' && name !== 'important') return undefined;
  if (!inStep) {
    report.add(placeOf(node), 'misplaced', words.alertOutsideStep({ name: name.toUpperCase() }));
    return undefined;
  }
  if (content.length === 0) report.add(placeOf(node), 'bad-value', words.emptyAlert({ name: name.toUpperCase() }));
  return { name, content };
}

/** Roles count only at the top of a step, and nothing below it may be HTML. */
function checkNested(node: RootContent, context: SectionContext): void {
  const { report } = context;
  for (const inner of descendants([node])) {
    if (inner.type === 'html' && !/^<!--[^]*-->$/.test(inner.value)) {
      report.add(placeOf(inner), 'raw-html', report.words.lesson.rawHtml());
    }
    if (inner.type !== 'code') continue;
    const role = fenceRole(inner, context);
    if (role !== undefined) report.add(placeOf(inner), 'misplaced', report.words.lesson.fenceNested({ role }));
  }
}
