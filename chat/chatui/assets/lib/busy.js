/**
 * busy does something at the wish of a control, one at a time. The control is not disabled meanwhile: a browser takes the
 * focus from one that is, and who uses the keys is lost.
 * @param {HTMLElement} control
 * @param {() => Promise<void>} act
 */
export async function busy(control, act) {
  if (control.ariaBusy) return;
  control.ariaBusy = "true";
  try {
    await act();
  } finally {
    control.ariaBusy = null;
  }
}
