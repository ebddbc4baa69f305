import {
  AliasNotFoundError,
  ArgumentParseError,
  EnumValidationError,
  FlagNotFoundError,
  InvalidNegatedFlagSyntaxError,
  text_en,
  UnexpectedFlagError,
  UnexpectedPositionalError,
  UnsatisfiedFlagError,
  UnsatisfiedPositionalError,
} from '@stricli/core';
import type { ApplicationText } from '@stricli/core';
import type { Words } from '../words/index.ts';

type UsageText = Pick<ApplicationText, 'exceptionWhileParsingArguments' | 'noCommandRegisteredForInput'>;

/** What a command line that cannot be understood is answered with. */
export function usageErrors({ commands }: Words): UsageText {
  return {
    noCommandRegisteredForInput: ({ input, corrections: [suggestion = ''] }) =>
      commands.unknownCommand({ name: input, suggestion }),
    exceptionWhileParsingArguments(error, ansiColor) {
      return problemOf(error, commands.usage) ?? text_en.exceptionWhileParsingArguments.call(this, error, ansiColor);
    },
  };
}

/**
 * By class, and not by stricli's own formatMessageForArgumentScannerError: that one goes by the names of the classes, which a
 * bundle shortens. Undefined for what is not the learner's typing.
 */
function problemOf(error: unknown, words: Words['commands']['usage']): string | undefined {
  if (error instanceof FlagNotFoundError) {
    const [similar] = error.corrections;
    return words.noFlag({ name: `--${error.input}`, similar: similar === undefined ? '' : `--${similar}` });
  }
  if (error instanceof AliasNotFoundError) return words.noFlag({ name: `-${error.input}`, similar: '' });
  if (error instanceof ArgumentParseError) {
    const { externalFlagNameOrPlaceholder: name, input, exception } = error;
    return words.badValue({ name, input, reason: exception instanceof Error ? exception.message : String(exception) });
  }
  if (error instanceof EnumValidationError)
    return words.badChoice({ name: error.externalFlagName, input: error.input, allowed: error.values });
  if (error instanceof UnsatisfiedFlagError) return words.noValue({ name: error.externalFlagName });
  if (error instanceof UnexpectedPositionalError) return words.tooMany({ input: error.input });
  if (error instanceof UnsatisfiedPositionalError) return words.noArgument({ name: error.placeholder });
  if (error instanceof InvalidNegatedFlagSyntaxError)
    return words.negated({ name: error.externalFlagName, input: error.valueText });
  return error instanceof UnexpectedFlagError ? words.twice({ name: error.externalFlagName }) : undefined;
}
