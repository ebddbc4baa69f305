/** Words of doctor. */
export const doctor = {};
