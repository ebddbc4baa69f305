/** Words of course. */
export const course = {};
