"""The ledger's longer statements, in SQL that SQLite and PostgreSQL read alike."""

# One statement a step, so that two processes can never both win.
CLAIM = """
INSERT INTO posts
       (channel, day, reminder, state, holder, attempts, due_at, first_claimed_at, changed_at, told, noticed)
VALUES (:channel, :day, :reminder, 'claimed', :holder, 1, :due, :real, :real, :told, :told)
ON CONFLICT (channel, day) DO UPDATE
   SET state = 'claimed', holder = excluded.holder, attempts = posts.attempts + 1, reminder = excluded.reminder,
       due_at = excluded.due_at, changed_at = excluded.changed_at, told = excluded.told,
       noticed = excluded.noticed
 WHERE posts.state IN ('released', 'given up')
RETURNING attempts, first_claimed_at
"""
TAKE_OVER = """
UPDATE posts SET holder = :holder, attempts = attempts + 1, changed_at = :real
 WHERE channel = :channel AND day = :day AND state = 'claimed' AND holder = :gone AND attempts = :attempts
RETURNING attempts, first_claimed_at
"""
POSTED = """
UPDATE posts SET state = 'posted', message = :message, posted_at = :posted, changed_at = :real, reason = NULL
 WHERE channel = :channel AND day = :day AND state IN ('claimed', 'unsure', 'released') RETURNING channel
"""
SETTLE = """
UPDATE posts SET state = :state, reason = :reason, changed_at = :real
 WHERE channel = :channel AND day = :day AND state = 'claimed' AND holder = :holder AND attempts = :attempt
RETURNING channel
"""
GIVE_UP = """
INSERT INTO posts
       (channel, day, reminder, state, holder, attempts, due_at, first_claimed_at, changed_at, told, noticed, reason)
VALUES (:channel, :day, :reminder, 'given up', :holder, 0, :due, :real, :real, :told, :told, :reason)
ON CONFLICT (channel, day) DO UPDATE SET state = 'given up', changed_at = excluded.changed_at
 WHERE posts.state = 'released'
RETURNING reason
"""
GIVE_UP_BEFORE = """
UPDATE posts SET state = 'given up', changed_at = :real WHERE state = 'released' AND day < :today
RETURNING channel, reason
"""
TAKE_LANES = """
INSERT INTO lanes (lane, holder) VALUES {rows}
ON CONFLICT (lane) DO UPDATE SET holder = excluded.holder WHERE lanes.holder IN ('', :holder{gone})
RETURNING lane
"""
BEAT = """
INSERT INTO holders (holder, beat) VALUES (:holder, 1)
ON CONFLICT (holder) DO UPDATE SET beat = holders.beat + 1 RETURNING beat
"""
SAYINGS = """
SELECT DISTINCT reminder, day, told, noticed FROM posts
 WHERE state = 'posted' AND day >= :since AND day <= :until ORDER BY day, reminder, told, noticed
"""
EDITED = """
UPDATE posts SET told = :after, edits = edits + :edits, changed_at = :real, reason = coalesce(:reason, reason)
 WHERE channel = :channel AND day = :day AND told = :before
"""
HOLDERS = """
SELECT holder FROM posts WHERE state = 'claimed'
 UNION SELECT noticing_holder FROM posts WHERE noticing IS NOT NULL
 UNION SELECT holder FROM lanes WHERE holder <> ''
"""
UNTOLD = """
SELECT * FROM posts WHERE state IN ('unsure', 'given up') AND day >= :since
   AND state || '/' || channel || '/' || day NOT IN (SELECT about FROM reports) ORDER BY day, channel
"""
FORGET = """
DELETE FROM holders WHERE holder NOT IN (SELECT holder FROM posts WHERE state = 'claimed')
   AND holder NOT IN (SELECT holder FROM lanes)
"""
