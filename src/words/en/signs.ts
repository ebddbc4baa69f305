/** How a language punctuates what the program puts together itself. */
export const signs = {
  /** Before what it announces. */
  heading: ({ text }: { text: string }) => `${text}:`,
  /** Behind what it adds to. */
  aside: ({ text }: { text: string }) => ` (${text})`,
  list: ({ names }: { names: readonly string[] }) => names.join(', '),
};
