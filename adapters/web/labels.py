"""The labels of the page by key. What is said of replies is in bot.wording."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """One language's labels by key."""

    motto: str
    skip: str
    languages: str
    pages: str
    ask: str
    sources: str
    ask_title: str
    ask_hint: str
    ask_button: str
    asking: str
    offline: str
    answer: str
    no_answer: str
    empty: str
    open_here: str
    new_tab: str
    as_stored: str
    nearest: str
    what_to_try: str
    what_was_searched: str
    how: str
    back: str
    original: str
    stored_text: str
    failed_title: str
    progress: str
    idle: str
    index_ready: str
    index_behind: str
    reading: str
    add_title: str
    manage: str
    add_label: str
    add_hint: str
    add_button: str
    no_sources: str
    checked: str
    never_checked: str
    runs: str
    no_runs: str
    run_counts: str
    read_well: str
    held: tuple[str, str]  # one, many
    held_look: str
    held_title: str
    held_hint: str
    held_examples: str
    held_no: str
    passages: str
    model: str
    document: tuple[str, str]  # one, many
    refused_host: str
    refused_length: str
    refused_large: str
    refused_form: str
    refused_token: str
    refused_missing: str
    refused_gone: str
    refused_method: str
    refused_timezone: str
    refused_session: str
    refused_origin: str
    refused_streams: str

    def refusal(self, reason: str) -> str:
        """Why a request was turned away."""
        line: str = getattr(self, f"refused_{reason}")
        return line
