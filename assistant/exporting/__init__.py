"""What people take away: memos, workbooks, and the proof that lets them be checked again later.

Everything here is pure: answers in, bytes or texts out. The same input gives the same bytes.
"""
