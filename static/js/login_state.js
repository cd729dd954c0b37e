// What the login page shows. Pure: no DOM.

/**
 * @param {object|null} identity the daemon's whoami document, or null when it gave none
 * @param {boolean} encrypted whether nobody between this page and its server can listen
 * @returns {{known: boolean, entrance: boolean, unset: boolean, plain: boolean}} which parts of the page are there: that one
 *   is let in already, the form, how to set a password, and the warning that others can read along
 */
export function login_state(identity, encrypted) {
  const known = identity?.role === 'operator' || identity?.role === 'viewer';
  // Without an answer the form is worth a try; where no password is set it cannot let anybody in.
  const entrance = identity?.people !== false;
  return { known, entrance, unset: !entrance, plain: entrance && !encrypted };
}

/** @returns {string} the key of what is said of a failed attempt, by the status of the daemon's answer (0: none came) */
export function problem_of(status) {
  if (status === 401) return 'login.wrong';
  return status === 0 ? 'login.no_answer' : 'login.failed';
}
