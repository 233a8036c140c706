const routes = new Set(['/health', '/ping', '/metrics', '/assets/*'])

/** Asked for every few seconds by machines: of interest only to someone who looks for it. */
export const isChatter = (route: string | undefined): boolean => route !== undefined && routes.has(route)
