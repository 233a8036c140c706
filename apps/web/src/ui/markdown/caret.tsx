/** Where more text is about to come. */
export const Caret = () => (
  <span
    aria-hidden
    data-caret
    className="ml-0.5 inline-block h-[15px] w-[7px] animate-caret rounded-[1px] bg-accent align-[-2px]"
  />
)
