-- What something was counted to within its time, and in how many seconds that is over; no row where
-- nothing was. The same whether the site stands on the office's database or on one of its own.
CREATE FUNCTION institutions_counted(a_digest bytea) RETURNS TABLE (count int, seconds int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT counter.count, ceil(extract(epoch FROM counter.until - clock_timestamp()))::int
    FROM institutions_counter counter
    WHERE counter.digest = a_digest AND clock_timestamp() < counter.until
$$;
REVOKE ALL ON FUNCTION institutions_counted(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION institutions_counted(bytea) TO izdes_institutions;
