import { findTool } from '../process/find.ts';

/** A language whose programs can make system calls without a compiler: perl is on every Debian (perl-base is Essential). */
export interface Interpreter {
  readonly language: 'perl' | 'python3';
  readonly file: string;
}

/** This machine's perl, else its python3 (`only` fixes which), or undefined where there is neither. */
export function findInterpreter(only?: Interpreter['language']): Interpreter | undefined {
  for (const language of only === undefined ? (['perl', 'python3'] as const) : [only]) {
    const file = findTool(language);
    if (file !== undefined) return { language, file };
  }
  return undefined;
}

/** The words that run one of two texts of the same program. */
export function program(
  { language, file }: Interpreter,
  texts: Readonly<Record<Interpreter['language'], string>>,
): string[] {
  // -I: no user site, no PYTHON* variables; -S: no site module, half the start.
  return language === 'perl' ? [file, '-e', texts.perl, '--'] : [file, '-I', '-S', '-c', texts.python3];
}
