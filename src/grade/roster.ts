import { CsvError, parse } from 'csv-parse/sync';
import { nameParts } from './name-parts.ts';

/** One student, as the roster has them; `''` for what it does not say. */
export interface Student {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly section: string;
}

/** A mistake in a roster: line of the file and number of the field in it (both from 1). */
export interface RosterProblem {
  readonly line: number;
  readonly column: number;
  readonly why:
    | { readonly type: 'empty' }
    /** None of the names of the students' ids is among the columns'. */
    | { readonly type: 'no-id'; readonly names: readonly string[] }
    | { readonly type: 'id-missing' }
    | { readonly type: 'id-bad' }
    | { readonly type: 'id-twice'; readonly id: string; readonly line: number }
    /** More fields than there are columns. */
    | { readonly type: 'too-many'; readonly fields: number; readonly columns: number }
    /** The file is not CSV (RFC 4180) there: a quotation mark in the wrong place, or one that is not closed. */
    | { readonly type: 'not-csv' };
}

/** The columns' names in rosters of other tools: Classroom 50's, nbgrader's, Gradescope's. */
const columnNames: Readonly<Record<keyof Student | 'name', readonly string[]>> = {
  id: ['student_id', 'username', 'id', 'sid'],
  firstName: ['first_name', 'firstname'],
  lastName: ['last_name', 'lastname'],
  /** The whole of it, where the parts have no columns. */
  name: ['name', 'full_name'],
  email: ['email'],
  section: ['section', 'sections', 'group'],
};

interface Row {
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Reads a class list: CSV with a first line of column names, separated by commas, semicolons or tabs. The id is the first there
 * is of the columns `student_id`, `username`, `id`, `sid`; every other column may be missing. All mistakes come at once.
 */
export function parseRoster(
  text: string,
): { readonly students: readonly Student[] } | { readonly problems: readonly RosterProblem[] } {
  const rows = readRows(text);
  if ('why' in rows) return { problems: [rows] };
  const [head, ...body] = rows;
  if (head === undefined) return { problems: [{ line: 1, column: 1, why: { type: 'empty' } }] };
  const names = head.fields.map((name) => name.trim().toLowerCase().replaceAll(/[ -]/g, '_'));
  const columnOf = (key: keyof typeof columnNames): number =>
    columnNames[key].map((name) => names.indexOf(name)).find((index) => index >= 0) ?? -1;
  const id = columnOf('id');
  if (id < 0) return { problems: [{ line: head.line, column: 1, why: { type: 'no-id', names: columnNames.id } }] };
  const problems: RosterProblem[] = [];
  const students = new Map<string, { readonly student: Student; readonly line: number }>();
  for (const { line, fields } of body) {
    const at = (key: keyof typeof columnNames): string => fields[columnOf(key)]?.trim() ?? '';
    const parts = { firstName: at('firstName'), lastName: at('lastName') };
    const student = {
      id: at('id'),
      ...(parts.firstName + parts.lastName === '' ? nameParts(at('name')) : parts),
      email: at('email'),
      section: at('section'),
    };
    const before = students.get(student.id);
    const why = problemOf(student.id, before?.line, fields.length, names.length);
    if (why !== undefined) problems.push({ line, column: why.type === 'too-many' ? names.length + 1 : id + 1, why });
    else students.set(student.id, { student, line });
  }
  if (students.size === 0 && problems.length === 0) {
    problems.push({ line: head.line + 1, column: 1, why: { type: 'empty' } });
  }
  return problems.length > 0 ? { problems } : { students: [...students.values()].map(({ student }) => student) };
}

function problemOf(
  id: string,
  before: number | undefined,
  fields: number,
  columns: number,
): RosterProblem['why'] | undefined {
  if (fields > columns) return { type: 'too-many', fields, columns };
  if (id === '') return { type: 'id-missing' };
  if (id.length > 100 || /[\p{Cc}\p{Cf}\p{Cs}]/u.test(id)) return { type: 'id-bad' };
  return before === undefined ? undefined : { type: 'id-twice', id, line: before };
}

function readRows(text: string): readonly Row[] | RosterProblem {
  const rows: Row[] = [];
  try {
    parse(text, {
      bom: true,
      delimiter: separatorOf(text),
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (fields: string[], { lines }) => {
        if (fields.some((field) => field.trim() !== '')) rows.push({ line: lines, fields });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines, column } = error as { readonly lines?: unknown; readonly column?: unknown };
    const from1 = (value: unknown, add: number): number => (typeof value === 'number' ? value + add : 1);
    return { line: from1(lines, 0), column: from1(column, 1), why: { type: 'not-csv' } };
  }
  return rows;
}

/** What stands most often in the line of names. */
function separatorOf(text: string): string {
  const [head = ''] = text.split(/\r?\n/, 1);
  const count = (separator: string): number => head.split(separator).length;
  return [',', ';', '\t'].reduce((best, separator) => (count(separator) > count(best) ? separator : best));
}
