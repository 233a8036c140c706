/** The path that the dashboard has on its host, without a slash at its end: empty, or as "/dash". */
export const basePath = readBasePath(document.querySelector<HTMLMetaElement>('meta[name="base-path"]')?.content)

/** What the server wrote into the page. Vite's own server and the tests leave it as it is built, and serve at the root. */
export function readBasePath(content: string | undefined): string {
  return content?.startsWith('/') ? content.slice(0, -1) : ''
}
