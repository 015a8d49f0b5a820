// Where the page is, in shops that show another page without loading one.
const GLANCE = 500; // how often a browser without a navigation API is asked where it is

/** moves calls each time the address of the page changes without a page being loaded, in whatever way the shop does it. */
export function moves(changed) {
  let { href } = location;
  const look = () => href !== location.href && (({ href } = location), changed());
  for (const name of ["popstate", "hashchange"]) addEventListener(name, look);
  if (globalThis.navigation?.addEventListener) globalThis.navigation.addEventListener("currententrychange", look);
  else setInterval(look, GLANCE);
}
