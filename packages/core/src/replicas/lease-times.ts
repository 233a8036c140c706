/** One of a killed process is over so soon. Two renewals may fail before, and with the time until others ask, a takeover takes less than 10 s. */
export const validMs = 6000
export const renewMs = 2000
/** Neither work that has ended nor the end of a process waits longer for the database. */
export const releaseMs = 2000
