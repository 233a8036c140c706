import 'temml/dist/Temml-Local.css'
import temml from 'temml'

const mathMl = 'http://www.w3.org/1998/Math/MathML'
/** A formula that a person would read has a hundred elements; macros could make millions. */
const limits = { maxExpand: 300, maxSize: [20, 100] satisfies [number, number] }

/** The element of a formula in TeX; null where it is not understood. */
export function drawMaths(tex: string, isDisplay: boolean): Element | null {
  try {
    const markup = temml.renderToString(tex, { displayMode: isDisplay, throwOnError: true, ...limits })
    const parsed = new DOMParser().parseFromString(withInertStyles(markup), 'text/html').body.firstElementChild
    if (parsed?.localName !== 'math') return null
    const elements = [parsed, ...parsed.querySelectorAll('*')]
    if (elements.some(({ namespaceURI }) => namespaceURI !== mathMl)) return null
    return styledByScript(document.importNode(parsed, true))
  } catch {
    return null
  }
}

/** The page allows no styles in attributes, only those that a script sets. In text a quotation mark is an entity. */
const withInertStyles = (markup: string) => markup.replaceAll(' style="', ' data-style="')

function styledByScript(root: Element): Element {
  for (const element of [root, ...root.querySelectorAll('[data-style]')]) {
    if (!(element instanceof MathMLElement)) continue
    element.style.cssText = element.dataset['style'] ?? ''
    delete element.dataset['style']
  }
  return root
}
