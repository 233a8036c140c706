/** As people know it: one that was built without a version calls itself 0.0.0. */
export const ollamaVersion = (version: string): string => (/^0\.0\.0\b/.test(version) ? 'development build' : version)
