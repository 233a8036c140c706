/**
 * A number as people type it: `0,7`, `16 384`, `16,384`, `16.384`, and `16k` for 16,384 as contexts are counted. In a
 * whole number, marks between groups of three are no decimal point. NaN for anything else.
 */
export function typedNumber(text: string, { isWhole }: { readonly isWhole: boolean }): number {
  const plain = text.trim().replaceAll(/(?<=\d)[\s'’](?=\d{3}(?!\d))/gu, '')
  if (!isWhole) return Number(plain.replace(/^([+-]?\d*),(\d+)$/, '$1.$2'))
  const thousands = /^([+-]?\d+(?:[.,]\d+)?)\s?k$/i.exec(plain)?.[1]
  if (thousands !== undefined) return Number(thousands.replace(',', '.')) * 1024
  return Number(/^[+-]?[1-9]\d{0,2}(?:,\d{3}|\.\d{3})+$/.test(plain) ? plain.replaceAll(/[.,]/g, '') : plain)
}
