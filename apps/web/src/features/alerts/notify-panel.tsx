export const NotifyPanel = () => null
