/** When everything happened that the fake core tells of. */
export const at = '2026-01-02T03:04:05.000Z'
