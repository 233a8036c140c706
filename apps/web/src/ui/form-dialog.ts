/**
 * Of the dialog around a long form: a phone has little more room than the form takes, and what has the focus stays clear of
 * the foot.
 */
export const formDialog = 'scroll-pb-32 phone:top-4 phone:max-h-[calc(100dvh-2rem)]'
