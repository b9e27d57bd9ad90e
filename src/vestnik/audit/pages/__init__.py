"""Signs of 152-FZ faults on pages: forms, agreement, policies, trackers. Signals, never verdicts.

``read_page`` says what one page shows, ``read_policy`` what a policy holds, ``conclude`` (or a
``PageCollector`` that pages are handed to one by one) what they show together.
"""

from vestnik.audit.pages.collector import PageCollector, conclude, policy_links
from vestnik.audit.pages.page import read_page
from vestnik.audit.pages.policy import read_policy

__all__ = ["PageCollector", "conclude", "policy_links", "read_page", "read_policy"]
