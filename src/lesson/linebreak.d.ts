/** The package comes without types: what of it is used here. */
declare module 'linebreak' {
  interface Break {
    /** UTF-16 offset after which a line may end. */
    readonly position: number;
    /** A line must end there. */
    readonly required: boolean;
  }
  /** UAX #14, one opportunity at a time. */
  export default class LineBreaker {
    constructor(text: string);
    nextBreak(): Break | null;
  }
}
