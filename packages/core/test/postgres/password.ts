/** Of everybody on the servers of tests. In an address all of it needs care, and in no message may it be found. */
export const password = 'pä/s w@rd:#1%&'
