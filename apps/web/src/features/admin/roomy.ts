/** Of the dialog around a form: a phone has little more room than the form takes. */
export const roomy = 'phone:top-4 phone:max-h-[calc(100dvh-2rem)]'
