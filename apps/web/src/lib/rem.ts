/** Pixels of one rem: 16, or what the person has chosen as the font size of the browser. */
export const remInPixels = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
