/** The mark and the name: two threads that cross, held at their ends. */
export function Logo() {
  return (
    <span className="logo">
      <svg viewBox="0 0 28 18" width="28" height="18" aria-hidden="true">
        <path
          d="M3 4c6 0 8 10 14 10 4 0 7-2 8-5M3 14C9 14 11 4 17 4c4 0 7 2 8 5"
          fill="none"
          stroke="currentColor"
          strokeWidth="2.4"
          strokeLinecap="round"
        />
        <circle cx="3.4" cy="4" r="2.4" fill="currentColor" />
        <circle cx="24.6" cy="13" r="2.4" className="logo-knot" />
      </svg>
      Maillage
    </span>
  );
}
